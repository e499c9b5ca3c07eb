import { group } from '../command.ts'

/** `huren network …`: loaded only when asked for, since Fabric's protocol definitions are large. */
export const network = group('network', {
  zh: '在 Hyperledger Fabric 上运行真实网络：启动、部署、接入地市、证书、备份',
  en: 'run a real network on Hyperledger Fabric: up, deploy, cities, certificates, backups',
  examples: ['huren network up', 'huren network status --json', 'huren network doctor'],
})
  .argument('[arguments...]', '网络命令 a network command; huren network --help')
  .helpOption(false)
  .allowUnknownOption()
  .action(async (words: string[]) => {
    const { networkCommand } = await import('@huren/fabric-network')
    await networkCommand().parseAsync(words, { from: 'user' })
  })
