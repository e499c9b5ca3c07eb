import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issueIdentity } from '@huren/crypto-config'
import { test } from 'tap'
import type { Organisation } from '../description/consortium.ts'
import { makeMaterial } from '../material/make.ts'
import { makeApplication, parseApplication } from './application.ts'
import { checkCertificates } from './certificates.ts'

const folder = mkdtempSync(join(tmpdir(), 'huren-application-'))
const city: Organisation = {
  name: 'foshan',
  mspId: 'FoshanMSP',
  domain: 'foshan.huren.local',
  dataCentre: 'foshan',
  orderers: [],
  peers: [{ name: 'peer0', host: '127.0.0.1', port: 7151, operationsPort: 7152, chaincodePort: 7153 }],
}
await makeMaterial(folder, city)
const file = makeApplication(folder, city)
const { application, signed } = parseApplication(file)

test("CHAIN-8: a city's certificates are its own, in force, and an administrator signed", async (t) => {
  t.doesNotThrow(() => checkCertificates(application, signed, []))
  const in3Years = new Date(Date.now() + 3 * 365 * 86_400_000)
  t.throws(() => checkCertificates(application, signed, [], in3Years), {
    code: 'certificate-invalid',
    message: /not in force/,
  })
  const yesterday = new Date(Date.now() - 86_400_000)
  t.throws(() => checkCertificates(application, signed, [], yesterday), {
    code: 'certificate-invalid',
    message: /not in force/,
  })
  t.throws(() => checkCertificates(application, signed, [application.tlsCaCertificate]), {
    code: 'certificate-invalid',
    message: /belongs to a member/,
  })
  const client = await issueIdentity(join(folder, city.domain), { commonName: 'somebody', ou: 'client' })
  const wrong: [RegExp, object][] = [
    [/no X.509/, { caCertificate: 'nonsense' }],
    [/self-signed CA/, { caCertificate: application.adminCertificate }],
    [/not issued by the CA/, { adminCertificate: application.tlsCaCertificate }],
    [/not an administrator/, { adminCertificate: client.certificate }],
  ]
  for (const [message, change] of wrong)
    t.throws(() => checkCertificates({ ...application, ...change }, signed, []), {
      code: 'certificate-invalid',
      message,
    })
  t.throws(() => checkCertificates(application, { ...signed, application: `${signed.application} ` }, []), {
    message: /signature/,
  })
})

test('a malformed application is refused with what is wrong', async (t) => {
  for (const text of [
    '',
    '{}',
    '[]',
    '{"application":"{}","signature":"AA=="}',
    file.replace('version', 'vision'),
  ])
    t.throws(() => parseApplication(text), { code: 'application-invalid' }, JSON.stringify(text.slice(0, 40)))
  t.notMatch(file, /PRIVATE/)
})
