export {
  type Comparison,
  type CompleteList,
  compareLists,
  type Finding,
  findingsDigest,
} from './access/compare.ts'
export type { AccessListFile, AccessReceiptFile, EntryFile } from './access/file.ts'
export { type AccessListVerdict, type ListQuestion, verifyAccessList } from './access/list.ts'
export {
  type AccessVerdict,
  type ProvenLog,
  type ShownEntry,
  verifyAccessReceipt,
} from './access/receipt.ts'
export {
  type ReconciliationFile,
  type ReconciliationVerdict,
  verifyReconciliation,
} from './access/reconciliation.ts'
export { checkWitnessed, parseCheckpointBody, type WitnessedCheckpoint } from './checkpoint.ts'
export { type Leaf, parseLeaf } from './leaf.ts'
export { isConsistent, leafHash, nodeHash, rootFromInclusion } from './merkle.ts'
export {
  cosignatureTime,
  type Note,
  type NoteKey,
  noteKeyId,
  parseNote,
  parseVerifierKey,
  verifyNoteSignature,
} from './note.ts'
export { type ReceiptFile, readReceipt } from './receipt.ts'
export { type Claim, verifySignature } from './signature.ts'
export { readTrust, type Trust, type TrustFile } from './trust.ts'
export {
  type RejectionCode,
  rejectionCodes,
  type Sentence,
  type Subject,
  type Verdict,
  type Witnessed,
} from './verdict.ts'
export { verifyReceipt, verifyReceiptAsync } from './verify.ts'
