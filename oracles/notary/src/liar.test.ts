import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startLedger } from '@huren/embedded'
import { common } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { exportBlocks } from './audit/export.ts'
import { BadBlock, type ChainPosition, checkBlock } from './blocks/check-block.ts'
import { loadNotaryKeys } from './keys/notary-keys.ts'
import { checkpointText } from './keys/note.ts'
import { startNotary } from './notary.ts'
import { found, freePorts, openProvince, passphrase, prepareNotaries, until } from './testing/province.ts'

test(
  'CHAIN-2, SEC-10: a peer that lies and a notary that signs another tree: alarms with both signed checkpoints, no cosignature',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t, startLedger)
    await found(province)
    const ports = await freePorts(3)
    const { settings } = await prepareNotaries(province, ports)
    const honest = await startNotary(settings[2]!)
    t.teardown(() => honest.close())
    await until('the head', () => (honest.log.head.next === province.ledger.height ? true : undefined))
    const { keysDir } = settings[0]!
    const liar = await loadNotaryKeys(keysDir, passphrase)
    const { size } = honest.log.head
    const send = async (text: string, old = 0, proof = '') => {
      const body = `old ${old}\n${proof}\n${text}\n${liar.log.line(text, 0)}\n`
      return (await fetch(`${honest.url}/add-checkpoint`, { method: 'POST', body })).status
    }
    const text = (root: Uint8Array, of = size) => checkpointText(liar.origin, of, root)
    const root = await honest.log.reader.rootAt(size)
    t.equal(await send(text(randomBytes(32))), 422, 'another tree')
    const [alarm] = await honest.alarms.list()
    t.equal(alarm?.kind, 'split-view')
    t.equal(alarm?.checkpoints.length, 2)
    t.match(alarm?.checkpoints[1], /one\.huren\.test\/log/)
    t.equal((await fetch(`${honest.url}/healthz`)).status, 503, 'health tells')
    t.equal(await send(text(root).replace('one.', 'two.')), 403, "another log's key")
    t.equal(await send(text(root).replace('one.', 'four.')), 404, 'an unknown log')
    t.equal(await send(text(root), size + 1), 400, 'an old size beyond the new one')
    t.equal(await send(text(root), 1), 409, 'not what was cosigned last')
    t.equal(await send(text(root)), 200)
    t.equal(await send(text(root), size), 200, 'the same again')
    t.equal(await send(text(await honest.log.reader.rootAt(3), 3), 0), 409, 'it never goes back')
    t.equal((await fetch(`${honest.url}/add-checkpoint`, { method: 'POST', body: 'old x' })).status, 400)

    const blocks = join(province.dir, 'blocks')
    await exportBlocks(province.network, blocks, 0, province.ledger.height - 1)
    const names = (await readdir(blocks)).sort()
    const read = async (i: number) => common.Block.deserializeBinary(await readFile(join(blocks, names[i]!)))
    const position = async (i: number) => {
      let at: ChainPosition = { next: 0, lastHash: '', config: undefined }
      for (let n = 0; n < i; n++) at = checkBlock(await read(n), at, rules).after
      return at
    }
    const rules = { chaincode: 'huren', central: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'] }
    const fault = async (i: number, change: (block: common.Block) => void, of = rules) => {
      const block = await read(i)
      change(block)
      try {
        checkBlock(block, await position(i), of)
        return 'none'
      } catch (error) {
        return error instanceof BadBlock ? error.fault : String(error)
      }
    }
    t.equal(await fault(1, () => undefined), 'none')
    t.equal(await fault(1, (block) => block.getHeader()!.setNumber(7)), 'block-number')
    t.equal(await fault(1, (block) => block.getHeader()!.setPreviousHash(randomBytes(32))), 'previous-hash')
    t.equal(await fault(1, (block) => block.getHeader()!.setDataHash(randomBytes(32))), 'data-hash')
    t.equal(await fault(1, (block) => block.getMetadata()!.setMetadataList([])), 'flags-length')
    t.equal(
      await fault(1, (block) =>
        block.getMetadata()!.setMetadataList(
          block
            .getMetadata()!
            .getMetadataList_asU8()
            .map((bytes, i) => (i === common.BlockMetadataIndex.SIGNATURES ? new Uint8Array() : bytes)),
        ),
      ),
      'orderer-signature',
    )
    t.equal(
      await fault(1, () => undefined, { ...rules, central: ['ConsensusOneMSP'] }),
      'endorsement',
      'two of the central organisations, and nobody else',
    )
  },
)
