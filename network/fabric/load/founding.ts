import { instant, item, newDigest, World } from '@huren/contracts/testing'
import type { Algorithm } from '@huren/records'
import type { Contract } from '@hyperledger/fabric-gateway'
import { submitBatch } from './submit.ts'

/** Who states reports: a hospital and the world in which it signs. */
export interface Author {
  readonly world: World
  readonly hospital: ReturnType<World['actor']>
}

/** A world whose statements go to a real network; its own memory only helps to make them. */
const newWorld = (algorithm: Algorithm): World => {
  const world = new World(algorithm)
  world.now = Date.now()
  return world
}

const texts = (statements: readonly { readonly text: string }[]) => statements.map(({ text }) => text)

/**
 * Founds the consortium on a network and admits two hospitals, one that signs with SM2 and one with ES256.
 * @returns the hospitals
 */
export const found = async (contract: Contract): Promise<Author[]> => {
  const sm2 = newWorld('SM2-SM3')
  await submitBatch(contract, 'Registry:bootstrap', texts(sm2.founding()))
  const common = { version: 1, effectiveFrom: instant(sm2.now), document: newDigest() }
  const catalogue = { item, kind: 'laboratory', ...common, status: 'active', validDays: 90 }
  const es256 = newWorld('ES256')
  const authors = [
    { world: sm2, hospital: sm2.actor('GD-4401-00012') },
    { world: es256, hospital: es256.actor('GD-4403-00007') },
  ]
  const admissions = authors.flatMap(({ hospital }) => [
    sm2.govern(
      'institution',
      sm2.institution(hospital, { level: 'tertiary', city: hospital.id.slice(3, 7) }),
    ),
    sm2.govern('signing-key', sm2.signingKey(hospital)),
  ])
  const answer = await submitBatch(
    contract,
    'Registry:submit',
    texts([sm2.govern('catalogue-item', catalogue), ...admissions]),
  )
  const refused = answer.find(({ outcome }) => outcome === 'refused')
  if (refused) throw new Error(`the consortium is not founded: ${JSON.stringify(refused)}`)
  return authors
}
