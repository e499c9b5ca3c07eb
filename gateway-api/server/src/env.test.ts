import { test } from 'tap'
import { configOf } from './config.ts'
import { settingsFrom } from './env.ts'

const required = {
  HUREN_DATA: '/srv/gateway',
  HUREN_LEDGER: 'localhost:7051',
  HUREN_LEDGER_TLS_CERT: 'ca.pem',
  HUREN_MSP_ID: 'ConsensusOneMSP',
  HUREN_IDENTITY_CERT: 'cert.pem',
  HUREN_IDENTITY_KEY: 'key.pem',
  HUREN_GATEWAY_KEY: 'gateway.json',
  HUREN_PASSPHRASE_FILE: 'passphrase',
}

test('the environment is the settings, with defaults', async (t) => {
  const config = configOf(settingsFrom(required))
  t.match(config, {
    listen: { host: '127.0.0.1', port: 8080 },
    ledger: { address: 'localhost:7051', channel: 'huren', chaincode: 'huren' },
    queue: { batch: 200, deadline: 24 * 3600_000 },
    rebuildIndex: false,
  })
})

test('text becomes numbers and switches', async (t) => {
  const env = {
    ...required,
    HUREN_LISTEN: '[::1]:0',
    HUREN_BATCH: '50',
    HUREN_REBUILD_INDEX: 'true',
    HUREN_RATE: '',
    HUREN_EXPLORER_URL: 'https://explorer.example',
  }
  const config = configOf(settingsFrom(env))
  t.match(config, {
    listen: { host: '::1', port: 0 },
    queue: { batch: 50 },
    rebuildIndex: true,
    rate: 120_000,
    explorer: 'https://explorer.example',
  })
})

test('what is missing or wrong is named', async (t) => {
  for (const name of Object.keys(required))
    t.throws(() => settingsFrom({ ...required, [name]: undefined }), { message: new RegExp(name) })
  t.throws(() => settingsFrom({ ...required, HUREN_LISTEN: 'here' }), { message: /HUREN_LISTEN/ })
  t.throws(() => configOf(settingsFrom({ ...required, HUREN_BATCH: 'many' })), { message: /queue.batch/ })
  const script = { ...required, HUREN_EXPLORER_URL: 'javascript:alert(1)' }
  t.throws(() => configOf(settingsFrom(script)), { message: /explorer/ })
})
