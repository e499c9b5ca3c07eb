import type { AccessListFile, AccessReceiptFile, EntryFile } from '@huren/verify'
import type { ProvenCheckpoint } from '../anchor/anchor.ts'
import { AccessLogError } from '../error.ts'
import { prove } from '../lists/index-tree.ts'
import { type ListName, textOf } from '../lists/list-name.ts'
import type { AccessLog } from '../log.ts'
import { Numbering } from './numbering.ts'

const about = {
  receipt:
    '互认调阅回执：证明一次影像调阅已入日志，可离线验证。A receipt of one access to images: verify it offline (huren access verify).',
  list: '互认调阅清单：附完整性证明，可离线验证。A complete list of accesses to images: verify it offline (huren access verify).',
}

/** Makes the files of explorer/verify/ACCESS.md, as of one witnessed checkpoint. */
export class Proofs {
  readonly #log: AccessLog
  readonly #checkpoint: ProvenCheckpoint

  /** @throws AccessLogError `not-witnessed` when there is no checkpoint yet */
  constructor(log: AccessLog, checkpoint: ProvenCheckpoint | undefined) {
    if (!checkpoint)
      throw new AccessLogError('not-witnessed', 'no checkpoint is witnessed yet; try again soon')
    this.#log = log
    this.#checkpoint = checkpoint
  }

  /** An entry with its proof, and whether its content is still there. */
  async #entry(index: number, { number }: Numbering): Promise<EntryFile> {
    const path = (await this.#log.inclusionProof(index, this.#checkpoint.size)).map(number)
    const opened = await this.#log.opened(index)
    if (!opened)
      return { index, path, commitment: Buffer.from(await this.#log.commitment(index)).toString('hex') }
    return { index, path, event: opened.bytes.toString('base64'), salt: opened.salt.toString('base64') }
  }

  /**
   * The receipt of one access; of an erased one with the entry that says so.
   * @param index of the entry
   * @throws AccessLogError `not-witnessed` for an entry that the checkpoint does not cover, `out-of-range`
   */
  async receipt(index: number): Promise<AccessReceiptFile> {
    if (index >= this.#checkpoint.size)
      throw new AccessLogError('not-witnessed', 'the access is logged and not witnessed yet; try again soon')
    const numbering = new Numbering()
    const entry = await this.#entry(index, numbering)
    const by = entry.commitment === undefined ? undefined : await this.#log.erasureOf(index)
    if (by !== undefined && by >= this.#checkpoint.size)
      throw new AccessLogError('not-witnessed', 'the access was erased just now; try again soon')
    const erasure = by === undefined ? undefined : await this.#entry(by, numbering)
    return {
      format: 'huren-access-receipt/v1',
      about: about.receipt,
      entry,
      ...(erasure && { erasure }),
      hashes: numbering.text(),
      checkpoint: this.#checkpoint.receipt,
    }
  }

  /**
   * A list with the proof that it is complete.
   * @param after so many of its entries are known already, and left out
   * @param most entries in one file; a longer list is asked for in parts
   * @throws Refusal `payload-invalid` for a name that cannot be one; AccessLogError `list-long`, `out-of-range`
   */
  async list(list: ListName, after = 0, most = 65_536): Promise<AccessListFile> {
    const { size, index } = this.#checkpoint
    const label = await this.#log.label(list)
    const before = after > 0 ? await this.#log.listedAt(label, after - 1) : undefined
    if (after > 0 && (!before || before.index >= size))
      throw new AccessLogError('out-of-range', `the list has fewer than ${after} entries`)
    const listed = await this.#log.listed(label, size, after)
    if (listed.length > most)
      throw new AccessLogError(
        'list-long',
        `the list has ${listed.length} entries more; ${most} fit in a file`,
      )
    const numbering = new Numbering()
    const entries: EntryFile[] = []
    for (const entry of listed) entries.push(await this.#entry(entry.index, numbering))
    const { siblings, found } = prove(index, label.label)
    const other = found && !found.label.equals(label.label) && found
    return {
      format: 'huren-access-list/v1',
      about: about.list,
      kind: list.kind,
      proof: this.#log.vrf.prove(textOf(list)).toString('base64'),
      ...(before && { after: { count: after, head: before.head.toString('hex') } }),
      entries,
      siblings: siblings.map(numbering.number),
      ...(other && { other: { label: other.label.toString('hex'), value: other.value.toString('hex') } }),
      hashes: numbering.text(),
      checkpoint: this.#checkpoint.receipt,
    }
  }
}
