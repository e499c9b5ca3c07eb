import { generateKey, type SigningKey } from '@huren/crypto-config'
import { type Letter, signDocument } from '@huren/letters'
import type { InstitutionId } from '@huren/records'
import { test } from 'tap'
import { binding, cardOf, codeOf, hospital, hours, letterTo, start } from '../testing/patient.ts'

test('PROV-25: letters are taken from registered writers for bound keys, and handed to their reader alone', async (t) => {
  const { commit, signedIn } = await start(t)
  const [patient, relative] = [generateKey('ES256'), generateKey('ES256')]
  const anybody = await signedIn('two')
  const send = async (letter: Letter, key: SigningKey) =>
    anybody.post('letters', await signDocument('letter', letter, key))
  const early = letterTo(patient, hospital.key)
  t.same(await codeOf(await send(early, hospital.key)), [404, 'reader-unknown'])
  await commit(
    ['patient-key', binding(patient), hospital.key],
    ['patient-key', binding(relative), hospital.key],
  )
  t.equal((await send(early, hospital.key)).status, 201)
  t.equal((await send(early, hospital.key)).status, 201, 'again is harmless')
  t.same(await codeOf(await send({ ...early, sealed: 'BBBB' }, hospital.key)), [409, 'record-exists'])
  const stranger = generateKey('SM2-SM3')
  t.same(await codeOf(await send(letterTo(patient, stranger), stranger)), [403, 'writer-unknown'])
  t.same(
    await codeOf(
      await send(letterTo(patient, hospital.key, { issuer: 'GD-4403-00007' as InstitutionId }), hospital.key),
    ),
    [403, 'writer-unknown'],
    'in the name of another institution',
  )
  t.same(await codeOf(await send(letterTo(patient, hospital.key), relative)), [400, 'signature-invalid'])
  t.same(await codeOf(await send(letterTo(patient, hospital.key, { issuedAt: hours(-2) }), hospital.key)), [
    403,
    'clock-skew',
  ])
  const { issuer: _, ...fromPatient } = letterTo(relative, patient)
  t.equal((await send(fromPatient, patient)).status, 201, 'one patient writes to another')
  const [one, two] = [await signedIn('one'), await signedIn('two')]
  await one.present(patient)
  await two.present(relative)
  const lettersOf = async (who: typeof one) =>
    (Object(await (await who.get('letters')).json()).letters as string[]).length
  t.equal(await lettersOf(one), 1)
  t.equal(await lettersOf(two), 1)
  const recall = { issuedAt: hours(0), letter: fromPatient.letter, from: patient.id }
  await two.post(
    `recalls/${relative.id}`,
    await signDocument('recall', { ...recall, from: relative.id }, relative),
  )
  t.equal(await lettersOf(two), 1, 'only the writer takes it back')
  await one.post(`recalls/${relative.id}`, await signDocument('recall', recall, patient))
  t.equal(await lettersOf(two), 0)
})

test('a binding code gives the card to the first who reads it, and to nobody after', async (t) => {
  const { signedIn, url } = await start(t)
  const one = await signedIn('one')
  const patient = generateKey('ES256')
  const code = 'abcdefghij0123456789-_'
  const card = await signDocument('card', cardOf(patient, code), patient)
  t.equal((await one.post('offers', card)).status, 201)
  const take = () =>
    fetch(`${url}/patient/api/offers/take`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
  t.same(await (await take()).json(), card)
  t.equal((await take()).status, 404)
  const swapped = {
    ...card,
    signatures: [{ keyid: patient.id, sig: Buffer.alloc(64, 1).toString('base64') }],
  }
  t.same(await codeOf(await one.post('offers', swapped)), [400, 'signature-invalid'])
})
