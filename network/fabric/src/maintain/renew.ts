import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { daysLeft, type layout, renewCertificate } from '@huren/crypto-config'
import { renewMember } from '../authority/members.ts'
import type { Organisation } from '../description/consortium.ts'
import { nodesOf, type PlacedNode } from '../description/nodes.ts'
import { stopNode } from '../down.ts'
import { nodeLayout, userLayout } from '../material/layout.ts'
import { users } from '../material/make.ts'
import { localOrganisations } from '../run/local.ts'
import type { Network } from '../run/network.ts'
import { runningPid } from '../run/process.ts'
import { startNode } from '../up.ts'
import { waitLevel } from '../watch/level.ts'

type Member = ReturnType<ReturnType<typeof layout>['member']>

const replace = (file: string, text: string) => {
  const unfinished = `${file}.unfinished`
  writeFileSync(unfinished, text)
  renameSync(unfinished, file)
}

/** Renews the certificates of a member that expire within so many days; true if there were any. */
const renew = async (
  network: Network,
  organisation: Organisation,
  member: Member,
  within: number,
): Promise<boolean> => {
  let renewed = false
  for (const [file, tls] of [
    [member.certificate, false],
    [member.tlsCertificate, true],
  ] as const) {
    const pem = readFileSync(file, 'utf8')
    if (daysLeft(pem) > within) continue
    const home = join(network.workspace.material, organisation.domain)
    const again = organisation.authority
      ? await renewMember(network, organisation, member, tls)
      : await renewCertificate(home, pem, { tls })
    replace(file, again)
    renewed = true
  }
  return renewed
}

const restart = async (network: Network, node: PlacedNode) => {
  if (runningPid(network.workspace.node(node).pid) === undefined) return
  await stopNode(network, node)
  await startNode(network, node)
  await waitLevel(network, node)
}

/**
 * Renews the certificates on this machine that expire within so many days, and restarts their nodes one after another,
 * each level with the others before the next, so that
 * nothing stops. Keys stay, so no configuration update is needed.
 * @param within days
 * @returns whose certificates were renewed
 */
export const renewCertificates = async (network: Network, within: number): Promise<string[]> => {
  const { material } = network.workspace
  const renewed: string[] = []
  for (const organisation of localOrganisations(network)) {
    for (const user of users) {
      const member = userLayout(material, organisation, user)
      if (await renew(network, organisation, member, within)) renewed.push(member.fullName)
    }
    for (const node of nodesOf(network.consortium).filter(
      (one) => one.organisation.domain === organisation.domain,
    )) {
      if (!(await renew(network, organisation, nodeLayout(material, node), within))) continue
      renewed.push(node.fullName)
      await restart(network, node)
    }
  }
  return renewed
}
