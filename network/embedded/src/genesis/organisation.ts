import type { Organisation } from '@huren/crypto-config'
import { msp } from '@hyperledger/fabric-protos'
import { configGroup } from './group.ts'
import { outOf } from './policies.ts'

const nodeOu = (unit: string) => {
  const identifier = new msp.FabricOUIdentifier()
  identifier.setOrganizationalUnitIdentifier(unit)
  return identifier
}

const nodeOus = () => {
  const units = new msp.FabricNodeOUs()
  units.setEnable(true)
  units.setClientOuIdentifier(nodeOu('client'))
  units.setPeerOuIdentifier(nodeOu('peer'))
  units.setAdminOuIdentifier(nodeOu('admin'))
  units.setOrdererOuIdentifier(nodeOu('orderer'))
  return units
}

const cryptoConfig = () => {
  const config = new msp.FabricCryptoConfig()
  config.setSignatureHashFamily('SHA2')
  config.setIdentityIdentifierHashFunction('SHA256')
  return config
}

const mspConfig = ({ mspId, caCertificate, tlsCaCertificate }: Organisation): msp.MSPConfig => {
  const fabric = new msp.FabricMSPConfig()
  fabric.setName(mspId)
  fabric.setRootCertsList([Buffer.from(caCertificate)])
  fabric.setTlsRootCertsList([Buffer.from(tlsCaCertificate)])
  fabric.setCryptoConfig(cryptoConfig())
  fabric.setFabricNodeOus(nodeOus())
  const config = new msp.MSPConfig()
  config.setType(0)
  config.setConfig(fabric.serializeBinary())
  return config
}

/** An organisation as the channel configuration knows it: its authorities and who speaks for it. */
export const organisationGroup = (organisation: Organisation) => {
  const own = [organisation.mspId]
  return configGroup({
    values: { MSP: mspConfig(organisation) },
    policies: {
      Readers: outOf(1, own, 'MEMBER'),
      Writers: outOf(1, own, 'MEMBER'),
      Admins: outOf(1, own, 'ADMIN'),
      Endorsement: outOf(1, own, 'PEER'),
    },
  })
}
