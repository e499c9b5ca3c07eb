import { generateKey } from '@huren/crypto-config'
import { parseEnvelope } from '@huren/records'
import { test } from 'tap'
import { binding, codeOf, grant, hospital, start } from '../testing/patient.ts'

test('GAP-12, CITY-3: a patient sees the time lines of own keys and of records whose ids they hold, while the key stands', async (t) => {
  const { commit, signedIn } = await start(t)
  const [patient, other] = [generateKey('ES256'), generateKey('ES256')]
  const [own, foreign] = [grant(patient), grant(other)]
  await commit(
    ['patient-key', binding(patient), hospital.key],
    ['patient-key', binding(other), hospital.key],
    ['consent', own, patient],
    ['consent', foreign, other],
  )
  const one = await signedIn('one')
  await one.present(patient)
  const read = async (ids: readonly string[]) => one.post('timelines', { ids })
  const { rows } = (await (await read([patient.id, own.consent, foreign.consent])).json()) as {
    rows: Record<string, { text: string }[]>
  }
  t.same(
    rows[patient.id]?.map(({ text }) => parseEnvelope(text).type.name),
    ['patient-key', 'consent'],
  )
  t.equal(rows[own.consent]?.length, 1)
  t.same(rows[foreign.consent], [], 'the grant of somebody else is not shown, even to who knows its id')
  t.same(await codeOf(await read([other.id])), [403, 'forbidden'])
  t.equal((await read(['<script>'])).status, 400)
  const next = generateKey('ES256')
  await commit(['patient-key', binding(next, patient), hospital.key])
  t.same(await codeOf(await read([own.consent])), [403, 'key-inactive'], 'the lost phone reads nothing more')
  await one.present(next)
  const after = (await (await read([patient.id])).json()) as typeof Object.prototype
  t.match(JSON.stringify(after), /patient-key/, 'the new phone sees what the old key granted')
})
