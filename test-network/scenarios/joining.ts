import type { Gateway } from '@huren/client'
import type { Account } from './account.ts'
import { bindPatient, joinCloud, joinHospital } from './cast.ts'
import { as, type RecordView, type Signer, type World } from './world.ts'

const isKnown = async (world: Pick<World, 'gateway'>, signer: Signer) =>
  as(world, signer)
    .get<RecordView>('keys', signer.key.id)
    .then(() => true)

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
  const world: World = { gateway, centrals, first, second, cloud, patient, alone, reports: [], taken }

  for (const { institution, doctor } of [first, second])
    account.check(
      `医院 ${institution} 由两家中心机构签名登记，医生用自己的 SM2 密钥`,
      `hospital ${institution} is registered by two central organisations; its doctors have SM2 keys of their own`,
      doctor.key.algorithm === 'SM2-SM3' && (await isKnown(world, doctor)),
    )
  account.check(
    '患者持有自己的 ES256 密钥，由医院当面核验后绑定',
    'a patient holds an ES256 key of their own, bound by a hospital that has seen the person',
    patient.key.algorithm === 'ES256' && (await isKnown(world, patient)),
  )
  return world
}
