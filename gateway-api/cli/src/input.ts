import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Envelope } from '@huren/records'
import { UsageError } from './exit.ts'

/** The bytes of a file, or of standard input for `-`. */
export const readBytes = async (path: string): Promise<Buffer> => {
  if (path === '-') return buffer(process.stdin)
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError('file-unreadable', `${path}: ${error.code ?? error.message}`)
  })
}

export const readText = async (path: string): Promise<string> => (await readBytes(path)).toString('utf8')

export const readJson = async (path: string): Promise<unknown> => {
  const text = await readText(path)
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError('json-malformed', `${path === '-' ? 'standard input' : path} is not JSON`)
  }
}

const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' && value !== null && 'payloadType' in value && 'payload' in value

const listed = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value
  if (typeof value === 'object' && value !== null && 'statements' in value && Array.isArray(value.statements))
    return value.statements
  return [value]
}

/** JSON, or JSON lines: one document on each line. */
const documentsOf = (text: string, path: string): unknown[] => {
  try {
    return [JSON.parse(text)]
  } catch {
    try {
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line))
    } catch {
      throw new UsageError('json-malformed', `${path} holds neither JSON nor JSON lines`)
    }
  }
}

/** Signed statements from files: an envelope, an array, `{"statements":[…]}` or an envelope on each line. */
export const readEnvelopes = async (paths: readonly string[]): Promise<Envelope[]> => {
  const envelopes: Envelope[] = []
  for (const path of paths.length > 0 ? paths : ['-'])
    for (const value of documentsOf(await readText(path), path).flatMap(listed)) {
      if (!isEnvelope(value)) throw new UsageError('envelope-malformed', `${path} holds no DSSE envelope`)
      envelopes.push(value)
    }
  return envelopes
}
