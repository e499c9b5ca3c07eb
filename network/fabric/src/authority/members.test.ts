import { spawn } from 'node:child_process'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import tap, { test } from 'tap'
import { parseApplication } from '../city/application.ts'
import { checkCertificates } from '../city/certificates.ts'
import { organisationLayout } from '../material/layout.ts'
import { fabricMissing, temporaryNetwork } from '../testing/network.ts'

tap.setTimeout(170_000)
const skip = await fabricMissing(['fabric-ca-server', 'fabric-ca-client'])
const command = fileURLToPath(new URL('../testing/command.ts', import.meta.url))

test(
  'CHAIN-53, CHAIN-55: members are enrolled with fabric-ca, also when that is killed and begun again',
  {
    skip,
  },
  async (t) => {
    const { network, remove } = await temporaryNetwork({ identities: 'fabric-ca' })
    t.teardown(remove)
    const { root, material } = network.workspace
    const [owner] = network.consortium.organisations
    if (!owner) throw new Error('an organisation')
    const out = join(root, 'public.json')
    const keys = async (killedAfter?: number) => {
      const args = [command, '--folder', root, 'keys', '--organisation', owner.name, '--out', out]
      const child = spawn(process.execPath, args, { stdio: 'ignore' })
      const ended = once(child, 'exit')
      if (killedAfter) {
        await Promise.race([ended, sleep(killedAfter)])
        child.kill('SIGKILL')
      }
      const [code] = await ended
      return code
    }
    const killed = [await keys(2500), await keys(4000), await keys(5500)].filter((code) => code === null)
    t.ok(killed.length > 0, `killed ${killed.length} times`)
    t.equal(await keys(), 0)
    const paths = organisationLayout(material, owner)
    const members = [
      ...owner.peers.map(({ name }) => paths.member('peer', name)),
      ...owner.orderers.map(({ name }) => paths.member('orderer', name)),
      paths.member('user', 'Admin'),
    ]
    const serials = () =>
      members.flatMap(({ certificate, privateKey, tlsCertificate, tlsPrivateKey }) =>
        [
          [certificate, privateKey],
          [tlsCertificate, tlsPrivateKey],
        ].map(([cert = '', key = '']) => {
          const x509 = new X509Certificate(readFileSync(cert))
          t.ok(
            x509.publicKey.equals(createPublicKey(createPrivateKey(readFileSync(key)))),
            cert.slice(root.length),
          )
          return x509.serialNumber
        }),
      )
    const before = serials()
    t.equal(await keys(), 0, 'again')
    t.strictSame(serials(), before, 'what is there stays')
    const { application, signed } = parseApplication(readFileSync(out, 'utf8'))
    t.doesNotThrow(() => checkCertificates(application, signed, []), 'what the others get to know')
  },
)
