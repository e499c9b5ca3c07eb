import { basename, join } from 'node:path'
import { roles } from './roles.ts'
import { writeWhole } from './write-file.ts'

/** config.yaml of an MSP folder: which organisational unit of a certificate gives which role. */
const nodeOus = (caFile: string) => {
  const identifier = (role: string) => `  ${role[0]?.toUpperCase()}${role.slice(1)}OUIdentifier:
    Certificate: cacerts/${caFile}
    OrganizationalUnitIdentifier: ${role}
`
  return `NodeOUs:\n  Enable: true\n${roles.map(identifier).join('')}`
}

/** Writes the public part of an MSP folder: the authorities' certificates and the roles. */
export const writeMsp = async (
  dir: string,
  ca: { path: string; pem: string },
  tlsCa: { path: string; pem: string },
): Promise<void> => {
  await writeWhole(join(dir, 'cacerts', basename(ca.path)), ca.pem)
  await writeWhole(join(dir, 'tlscacerts', basename(tlsCa.path)), tlsCa.pem)
  await writeWhole(join(dir, 'config.yaml'), nodeOus(basename(ca.path)))
}
