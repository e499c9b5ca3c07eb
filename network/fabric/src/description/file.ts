import { readFileSync, writeFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { NetworkProblem } from '../problem.ts'
import type { Consortium } from './consortium.ts'
import { validateConsortium } from './validate.ts'

/**
 * Reads a description from a YAML or JSON file (JSON is YAML 1.2).
 * @throws NetworkProblem `description-invalid`
 */
export const readConsortium = (path: string): Consortium => {
  let value: unknown
  try {
    value = parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new NetworkProblem(
      'description-invalid',
      `无法读取描述文件：${reason}`,
      `the description cannot be read: ${reason}`,
      { cause },
    )
  }
  return validateConsortium(value)
}

export const writeConsortium = (path: string, consortium: Consortium) =>
  writeFileSync(path, stringify(validateConsortium(consortium), { aliasDuplicateObjects: false }))
