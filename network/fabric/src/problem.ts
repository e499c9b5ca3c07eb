/** What can go wrong with a network, by stable code; clients and scripts branch on them. */
export const problemCodes = [
  'description-invalid',
  'description-unknown-node',
  'binary-missing',
  'binary-too-old',
  'builder-missing',
  'port-in-use',
  'process-exited',
  'not-ready',
  'command-failed',
  'bundle-missing',
  'bundle-differs',
  'first-block-missing',
  'first-block-differs',
  'application-invalid',
  'certificate-invalid',
  'name-taken',
  'address-unreachable',
  'signatures-missing',
  'proposal-invalid',
  'nothing-to-change',
  'authority-refused',
  'snapshot-tampered',
  'blocks-elsewhere',
  'backup-damaged',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** A sentence for the operator, Chinese first, with a stable code. */
export class NetworkProblem extends Error {
  override readonly name = 'NetworkProblem'
  readonly code: ProblemCode
  readonly zh: string
  readonly en: string

  constructor(code: ProblemCode, zh: string, en: string, options?: ErrorOptions) {
    super(`${code}: ${zh} / ${en}`, options)
    this.code = code
    this.zh = zh
    this.en = en
  }
}
