export const keyErrorCodes = [
  'private-key-invalid',
  'key-file-missing',
  'key-file-exists',
  'key-file-malformed',
  'key-file-exposed',
  'passphrase-wrong',
  'passphrase-empty',
] as const
export type KeyErrorCode = (typeof keyErrorCodes)[number]

/** What went wrong with a key or its file, with a stable code. Its message never holds a secret. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
  readonly code: KeyErrorCode

  constructor(code: KeyErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
  }
}
