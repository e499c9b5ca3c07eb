import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureOrganisation, issueIdentity } from '@huren/crypto-config'
import { test } from 'tap'
import { populated } from '../testing/world.ts'

test('CHAIN-56: an institution submits its own statements with the identity of its certificate', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'huren-submitter-'))
  const none = { peers: [], orderers: [], users: [], hosts: [] }
  await ensureOrganisation(dir, { mspId: 'GuangzhouMSP', domain: 'guangzhou.huren.local', ...none })
  const identity = async (institution?: string) => {
    const attributes = institution && { attributes: { 'huren.institution': institution } }
    return (await issueIdentity(dir, { commonName: 'hospital', ou: 'client', ...attributes })).certificate
  }
  const { world, hospital: own, other } = await populated()
  const [mine, theirs] = [world.report(own), world.report(other)]
  const submit = (certificate: string, ...statements: (typeof mine)[]) =>
    world.ledger.endorse({
      args: ['Report:submit', ...statements.map(({ text }) => text)],
      now: world.now,
      certificate,
    })
  const hospital = await identity(own.id)
  t.match(await submit(hospital, mine), { status: 200 })
  t.match(await submit(hospital, mine, theirs), {
    status: 500,
    message: /submitter-mismatch: statement 2: the submitting identity is GD-4401-00012's/,
    writes: [],
  })
  t.match(await submit(await identity(), mine, theirs), { status: 200 }, "an organisation's own gateway")
})
