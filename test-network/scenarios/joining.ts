import { type Gateway, ProblemError } from '@huren/client'
import type { Institution } from '@huren/records'
import type { Account } from './account.ts'
import { bindPatient, joinCloud, joinHospital } from './cast.ts'
import { apply, decline, look } from './onboarding.ts'
import { as, newSigner, type RecordView, type Signer, type World } from './world.ts'

const isKnown = async (world: Pick<World, 'gateway'>, signer: Signer) =>
  as(world, signer)
    .get<RecordView>('keys', signer.key.id)
    .then(() => true)

/** Who is not wanted stays outside: two central organisations decline, with a reason that the applicant reads. */
const declining = async (gateway: Gateway, centrals: World['centrals'], account: Account) => {
  const [first, , supervisor] = centrals
  if (!first || !supervisor) throw new Error('there are three central organisations')
  const stranger = newSigner()
  const city = '4402' as Institution['city']
  const { id, stage } = await apply(gateway, stranger, { kind: 'city', city })
  await decline(gateway, first, id, 'document-incomplete')
  await decline(gateway, supervisor, id, 'document-incomplete')
  const seen = await look(gateway, stranger, id)
  const outside = await isKnown({ gateway }, stranger).catch(codeOf)
  account.check(
    '一家机构申请接入，两家中心机构以理由代码拒绝；申请者看得到理由，仍在门外',
    'an institution applies and two central organisations decline with a coded reason; the applicant reads it and stays outside',
    stage === 'pending' &&
      seen.stage === 'declined' &&
      seen.declines.every(({ reason }) => reason === 'document-incomplete') &&
      outside === 'credential-invalid',
    { stage, seen: seen.stage, outside },
  )
}

const codeOf = (error: unknown) => (error instanceof ProblemError ? error.code : String(error))

/** Two hospitals, their doctors, the imaging cloud and a patient take part, each with a key of their own. */
export const joining = async (
  gateway: Gateway,
  centrals: World['centrals'],
  account: Account,
  alone = true,
): Promise<World> => {
  account.heading('加入', 'Joining')
  const taken: World['taken'] = []
  const parts = { gateway, taken, centrals }
  const first = await joinHospital(parts, '4401')
  const second = await joinHospital(parts, '4403')
  const cloud = await joinCloud(parts, '4401')
  const patient = await bindPatient(parts, first)
  await declining(gateway, centrals, account)
  const world: World = { gateway, centrals, first, second, cloud, patient, alone, reports: [], taken }

  for (const { institution, doctor } of [first, second])
    account.check(
      `医院提交接入申请，得到接入授权码 ${institution}，经两家中心机构签名上链；医生用自己的 SM2 密钥`,
      `a hospital applied and was given the access key ${institution}; two central organisations signed, and it is on the ledger; its doctors have SM2 keys of their own`,
      doctor.key.algorithm === 'SM2-SM3' && (await isKnown(world, doctor)),
    )
  account.check(
    '患者持有自己的 ES256 密钥，由医院当面核验后绑定',
    'a patient holds an ES256 key of their own, bound by a hospital that has seen the person',
    patient.key.algorithm === 'ES256' && (await isKnown(world, patient)),
  )
  return world
}
