import { authorOf } from './authority.ts'
import { checkWitnessed } from './checkpoint.ts'
import { type Entry, proveEntries } from './entries.ts'
import { erasures, laterRevocations, laterVersions, versionChain } from './history.ts'
import { allHold, isForPlatform, platformCrypto } from './platform.ts'
import { type Receipt, readReceipt } from './receipt.ts'
import { registryOf } from './registry.ts'
import {
  alsoSigned,
  committed,
  keysRegistered,
  limits,
  notAccepted,
  signedBy,
  witnessed,
} from './sentences.ts'
import { type Claim, hasNative, type Verify, verifySignature } from './signature.ts'
import { readTrust, type Trust } from './trust.ts'
import { Rejection, reject, type Subject, type Verdict } from './verdict.ts'

const registryTypes = ['institution', 'signing-key', 'patient-key']

const subjectOf = ({ index, leaf, statement }: Entry): Subject => ({
  id: statement.id,
  type: statement.type.name,
  index,
  block: leaf.block,
  transaction: leaf.transaction,
  result: leaf.result,
})

/** What the receipt rests on must have been accepted by the ledger; only the subject may be a refused statement. */
const checkOthersCommitted = (others: readonly Entry[]) => {
  if (others.some(({ leaf }) => leaf.result !== 'committed'))
    reject(
      'not-committed',
      '回执所依据的声明中有未被账本接受的。',
      'The receipt rests on a statement that the ledger did not accept.',
    )
}

const verdictOn = (receipt: Receipt, trust: Trust, now: number, verify: Verify): Verdict => {
  const checkpoint = checkWitnessed(receipt.checkpoint, trust, now, verify)
  const entries = proveEntries(receipt, checkpoint)
  const [subject, ...others] = entries
  checkOthersCommitted(others)
  const found = { subject: subjectOf(subject), checkpoint }
  const ground = { trust, registry: registryOf(entries), entries, verify }
  for (const entry of others) authorOf(ground, entry)
  if (subject.leaf.result !== 'committed')
    return {
      outcome: 'refused',
      sentence: {
        zh: '已入账本但未被接受：此声明无效力。',
        en: 'Ordered but not accepted: this statement has no effect.',
      },
      ...found,
      proven: [notAccepted(subject), witnessed(trust, checkpoint), ...alsoSigned(checkpoint)],
      warnings: [],
      notProven: limits(checkpoint),
    }
  const author = authorOf(ground, subject)
  const registrations = others.filter(({ statement }) => registryTypes.includes(statement.type.name)).length
  return {
    outcome: 'valid',
    sentence: { zh: '证明成立。', en: 'The proof holds.' },
    ...found,
    proven: [
      signedBy(trust, subject, author),
      keysRegistered(registrations),
      committed(subject),
      ...versionChain(entries, subject),
      witnessed(trust, checkpoint),
      ...alsoSigned(checkpoint),
    ],
    warnings: [
      ...laterVersions(entries, subject),
      ...erasures(entries, subject.statement.id),
      ...laterRevocations(ground.registry, subject, author),
    ],
    notProven: limits(checkpoint),
  }
}

const rejected = (error: unknown): Verdict => {
  const { code, sentence } =
    error instanceof Rejection
      ? error
      : new Rejection('internal', {
          zh: '验证程序出错，什么也没有证明。',
          en: 'The verifier failed; nothing is proven.',
        })
  return { outcome: 'rejected', code, sentence }
}

const judge = (receipt: string, trust: string, now: number, verify: Verify): Verdict => {
  try {
    const trusted = readTrust(trust, now)
    return verdictOn(readReceipt(receipt), trusted, now, verify)
  } catch (error) {
    return rejected(error)
  }
}

/**
 * Verifies a receipt with nothing but a trust file: no network, no clock but the one given, no exception.
 * @param receipt the file's text
 * @param trust the trust file's text
 * @param now milliseconds since 1970
 * @see SPEC.md, section 7
 */
export const verifyReceipt = (receipt: string, trust: string, now = Date.now()): Verdict =>
  judge(receipt, trust, now, verifySignature)

/**
 * The same verdict in less time: Ed25519 and ES256 signatures are checked by the platform's Web Crypto. The receipt is
 * judged as if they held; when one does not, or the platform cannot tell, that is void and it is judged anew without it.
 */
export const verifyReceiptAsync = async (
  receipt: string,
  trust: string,
  now = Date.now(),
): Promise<Verdict> => {
  const subtle = platformCrypto()
  if (!subtle || hasNative()) return verifyReceipt(receipt, trust, now)
  const claims: Claim[] = []
  const verify: Verify = (claim) => {
    if (!isForPlatform(claim)) return verifySignature(claim)
    claims.push(claim)
    return true
  }
  const verdict = judge(receipt, trust, now, verify)
  return (await allHold(subtle, claims)) ? verdict : verifyReceipt(receipt, trust, now)
}
