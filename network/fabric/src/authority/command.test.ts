import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { networkCommand } from '../command/network.ts'
import { organisationLayout } from '../material/layout.ts'
import { makeMaterial } from '../material/make.ts'
import { fabricMissing, temporaryNetwork } from '../testing/network.ts'
import { startAuthority } from './server.ts'

tap.setTimeout(120_000)
const skip = await fabricMissing(['fabric-ca-server', 'fabric-ca-client'])

test(
  'CHAIN-55: huren network identity: registered by the organisation, enrolled by the holder',
  {
    skip,
  },
  async (t) => {
    const { network, remove } = await temporaryNetwork({ identities: 'fabric-ca' })
    t.teardown(remove)
    const { root, material } = network.workspace
    const [owner] = network.consortium.organisations
    if (!owner?.authority) throw new Error('an organisation with an authority')
    await makeMaterial(material, owner)
    await startAuthority(network, owner, owner.authority)
    await startAuthority(network, owner, owner.authority)
    const run = (...args: string[]) =>
      networkCommand().parseAsync(['--folder', root, 'identity', ...args], { from: 'user' })
    const printed = async (...args: string[]) => {
      const output = t.capture(process.stdout, 'write')
      await run(...args)
      const text = output().flatMap(({ args: [words] }) => (typeof words === 'string' ? [words] : []))
      output.restore()
      return text.join('')
    }
    const id = 'GD-4401-00012'
    const named = ['--organisation', owner.name, '--name', id]
    await t.rejects(run('register', ...named, '--attribute', 'huren.institution'), {
      code: 'description-invalid',
    })
    await t.rejects(run('register', ...named, '--attribute', 'a=b,hf.Revoker=true'), {
      code: 'description-invalid',
    })
    const password = await printed('register', ...named, '--attribute', `huren.institution=${id}`)
    t.match(password, /^\S{8,}\n$/, 'a one-time password, alone on its line')

    const file = (name: string) => join(root, name)
    writeFileSync(file('password'), password)
    const where = [
      ...['--authority', `${owner.authority.host}:${owner.authority.port}`],
      ...['--tls-certificate', organisationLayout(material, owner).tlsCaCertificate],
      ...['--identity', file('hospital')],
    ]
    writeFileSync(file('wrong'), 'wrong')
    await t.rejects(run('enrol', ...where, '--name', id, '--password-file', file('wrong')), {
      code: 'authority-refused',
    })
    await run('enrol', ...where, '--name', id, '--password-file', file('password'))
    const read = () => {
      const certificate = new X509Certificate(readFileSync(file('hospital/cert.pem')))
      return { certificate, key: readFileSync(file('hospital/key.pem'), 'utf8') }
    }
    const first = read()
    t.equal(statSync(file('hospital/key.pem')).mode & 0o777, 0o600)
    t.match(first.certificate.raw.toString('latin1'), `"huren.institution":"${id}"`)
    t.ok(
      first.certificate.checkIssued(
        new X509Certificate(readFileSync(organisationLayout(material, owner).caCertificate)),
      ),
    )
    await run('renew', ...where)
    const second = read()
    t.not(second.certificate.serialNumber, first.certificate.serialNumber)
    t.not(second.key, first.key, 'a new key')
    t.match(second.certificate.raw.toString('latin1'), `"huren.institution":"${id}"`, 'the attributes stay')
  },
)
