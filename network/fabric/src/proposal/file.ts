import { readFileSync, writeFileSync } from 'node:fs'
import { NetworkProblem } from '../problem.ts'
import { type Proposal, proposalSchema } from './operation.ts'

const invalid = (file: string, reason: string) =>
  new NetworkProblem(
    'proposal-invalid',
    `提案文件 ${file} 无效：${reason}`,
    `the proposal ${file} is invalid: ${reason}`,
  )

const parsed = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error))
  }
}

/** @throws NetworkProblem `proposal-invalid` */
export const readProposal = (file: string): Proposal => {
  const { error, value } = proposalSchema.validate(parsed(file), { convert: false })
  if (error) throw invalid(file, error.message)
  return value
}

export const writeProposal = (file: string, proposal: Proposal) =>
  writeFileSync(file, `${JSON.stringify(proposal, null, 2)}\n`)
