import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { loadConsortium } from '@huren/crypto-config'
import t, { test } from 'tap'
import { startGateway } from './index.ts'
import { World } from './testing/world.ts'

t.setTimeout(60_000)

test('SEC-8 (transfer): the gateway serves HTTPS when it is given a certificate', async (t) => {
  const world = await World.start()
  t.teardown(() => world.close())
  const [organisation] = await loadConsortium(join(world.dir, 'consortium'))
  const folder = join(organisation!.dir, 'peers', `peer0.${organisation!.domain}`, 'tls')
  await world.gateway.close()
  const tls = { certificate: join(folder, 'server.crt'), key: join(folder, 'server.key') }
  world.gateway = await startGateway({ ...world.settings, tls })
  t.match(world.url, /^https:/)
  const ca = await readFile(join(folder, 'ca.crt'))
  const answer = await new Promise<{ status: number | undefined; hsts: string | undefined }>(
    (resolve, reject) => {
      const get = request(`${world.url}/healthz`, { ca, servername: 'localhost' }, (response) => {
        response.resume()
        resolve({ status: response.statusCode, hsts: response.headers['strict-transport-security'] })
      })
      get.on('error', reject).end()
    },
  )
  t.equal(answer.status, 200)
  t.match(answer.hsts, /max-age/)
})

test('a wrong setting is named', async (t) => {
  const settings = {
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: 'x',
    key: 'x',
    passphraseFile: 'x',
    ledger: { address: 'a:1', tlsCertificate: 'x', mspId: 'x', identityCertificate: 'x', identityKey: 'x' },
  }
  await t.rejects(startGateway({ ...settings, queue: { batch: 501 } }), { message: /queue.batch/ })
  await t.rejects(startGateway({ ...settings, publicUrl: 'https://a.example/' }), { message: /publicUrl/ })
  await t.rejects(startGateway(settings), { code: /key-file|ENOENT/ })
})
