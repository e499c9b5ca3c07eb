import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { common, peer } from '@hyperledger/fabric-protos'
import { blockDataHash, blockHeaderHash, envelopesOf, headerOf, metadataOf } from '../protoutil/block.ts'
import { hex } from '../protoutil/digest.ts'
import { parseEnvelope } from '../protoutil/transaction.ts'
import { verifyLedger } from '../verify/verify-ledger.ts'
import { connectClient, type TestClient } from './client.ts'
import { testChaincode } from './ledger.ts'

export interface KillPlan {
  dataDir: string
  consortiumDir: string
  cycles: number
  /** Clients that submit at the same time. */
  submitters: number
  /** Load before the kill, after the first acknowledgement: up to this many milliseconds. */
  longestLoad: number
  onCycle?: (cycle: number, acknowledged: number, height: number) => void
}

export interface KillReport {
  cycles: number
  acknowledged: number
  blocks: number
  /** Valid transactions in the blocks; those not acknowledged were committed as the process died. */
  committed: number
}

interface Started {
  process: ChildProcess
  address: string
  tlsRootCert: string
}

const main = join(import.meta.dirname, '..', 'main.ts')

/** @param fileSize KiB that a file may have at most (RLIMIT_FSIZE), as if the disk were full then */
export const startProcess = async (
  dataDir: string,
  consortiumDir: string,
  fileSize?: number,
): Promise<Started> => {
  const args = [main, '--data', dataDir, '--consortium', consortiumDir, '--chaincode', testChaincode]
  const limit = fileSize === undefined ? '' : `ulimit -f ${fileSize * 2} && `
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the ledger ended with code ${code}`))),
  ])
  return { process: child, ...JSON.parse(String(line[0])) }
}

/** @throws Error when it had ended by itself before */
const kill = async ({ process: child }: Started, signal: NodeJS.Signals) => {
  const ended = child.exitCode ?? child.signalCode
  if (ended !== null) throw new Error(`the ledger had ended by itself before: ${ended}`)
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

/** Submits one key after another until the ledger is gone; notes each that was acknowledged as committed. */
const submitUntilKilled = async (client: TestClient, acknowledged: Map<string, string>) => {
  const contract = client.gateway.getNetwork('huren').getContract('huren')
  for (;;)
    try {
      const key = `key ${crypto.randomUUID()}`
      const commit = await contract.submitAsync('put', { arguments: [key, key] })
      const status = await commit.getStatus()
      if (status.successful) acknowledged.set(commit.getTransactionId(), key)
    } catch {
      return
    }
}

/** Waits until something is acknowledged, so that most kills meet a ledger at work; some meet one that just started. */
const firstOf = async (acknowledged: ReadonlyMap<string, string>, before: number) => {
  const giveUp = Date.now() + 5000
  while (acknowledged.size === before && Date.now() < giveUp) await delay(5)
}

/** Reads all blocks: hash chain whole, no transaction twice. Answers the ids of the valid ones. */
export const readChain = async ({ gateway }: TestClient): Promise<{ blocks: number; valid: Set<string> }> => {
  const network = gateway.getNetwork('huren')
  const height = await chainHeight(network.getContract('qscc'))
  const valid = new Set<string>()
  let previous = ''
  const blocks = await network.getBlockEvents({ startBlock: 0n })
  for await (const block of blocks) {
    const header = headerOf(block)
    const where = `block ${header.getNumber()}`
    if (hex(header.getPreviousHash_asU8()) !== previous)
      throw new Error(`${where} does not follow the one before`)
    if (hex(blockDataHash(block.getData() ?? new common.BlockData())) !== hex(header.getDataHash_asU8()))
      throw new Error(`${where} does not have its data hash`)
    for (const id of validIds(block)) {
      if (valid.has(id)) throw new Error(`${where} holds transaction ${id} a second time`)
      valid.add(id)
    }
    previous = hex(blockHeaderHash(header))
    if (header.getNumber() + 1 >= height) break
  }
  blocks.close()
  return { blocks: height, valid }
}

const chainHeight = async (
  qscc: ReturnType<ReturnType<TestClient['gateway']['getNetwork']>['getContract']>,
) =>
  common.BlockchainInfo.deserializeBinary(await qscc.evaluateTransaction('GetChainInfo', 'huren')).getHeight()

const validIds = (block: common.Block): string[] => {
  const flags = metadataOf(block, 'TRANSACTIONS_FILTER')
  return envelopesOf(block)
    .filter((_, position) => flags[position] === peer.TxValidationCode.VALID)
    .map((bytes) => parseEnvelope(common.Envelope.deserializeBinary(bytes)).channelHeader.getTxId())
    .filter((id) => id !== '')
}

const checkKept = (acknowledged: ReadonlyMap<string, string>, valid: ReadonlySet<string>) => {
  for (const id of acknowledged.keys())
    if (!valid.has(id)) throw new Error(`acknowledged transaction ${id} is lost`)
}

/** The state holds the key of every valid transaction, and no other. */
const checkState = async (
  { gateway }: TestClient,
  acknowledged: ReadonlyMap<string, string>,
  valid: number,
) => {
  const contract = gateway.getNetwork('huren').getContract('huren')
  const entries: [string, string][] = JSON.parse(
    Buffer.from(await contract.evaluateTransaction('range', 'key', 'kez')).toString(),
  )
  const keys = new Set(entries.map(([key]) => key))
  if (keys.size !== valid) throw new Error(`${valid} valid transactions, but ${keys.size} keys in the state`)
  for (const key of acknowledged.values())
    if (!keys.has(key)) throw new Error(`acknowledged ${key} is not in the state`)
}

/**
 * Kills a ledger with SIGKILL at random moments under load, and after each restart holds that every acknowledged
 * transaction is there, none twice, and the hash chain is whole. At the end the ledger is verified from its blocks.
 * @throws Error that says what did not hold
 */
export const runKillCycles = async (plan: KillPlan): Promise<KillReport> => {
  const { dataDir, consortiumDir } = plan
  const acknowledged = new Map<string, string>()
  for (let cycle = 1; cycle <= plan.cycles; cycle++) {
    const ledger = await startProcess(dataDir, consortiumDir)
    const client = await connectClient(ledger, consortiumDir)
    const { blocks, valid } = await readChain(client)
    checkKept(acknowledged, valid)
    plan.onCycle?.(cycle, acknowledged.size, blocks)
    const load = Array.from({ length: plan.submitters }, () => submitUntilKilled(client, acknowledged))
    if (cycle % 5 !== 0) await firstOf(acknowledged, acknowledged.size)
    await delay(Math.random() * plan.longestLoad)
    await kill(ledger, 'SIGKILL')
    await Promise.all(load)
    client.close()
  }
  return { cycles: plan.cycles, ...(await lastLook(plan, acknowledged)) }
}

const lastLook = async ({ dataDir, consortiumDir }: KillPlan, acknowledged: ReadonlyMap<string, string>) => {
  const ledger = await startProcess(dataDir, consortiumDir)
  const client = await connectClient(ledger, consortiumDir)
  const { blocks, valid } = await readChain(client)
  checkKept(acknowledged, valid)
  await checkState(client, acknowledged, valid.size)
  client.close()
  await kill(ledger, 'SIGTERM')
  const { firstBad } = await verifyLedger(dataDir, consortiumDir)
  if (firstBad) throw new Error(`block ${firstBad.block}: ${firstBad.reason}`)
  return { acknowledged: acknowledged.size, blocks, committed: valid.size }
}
