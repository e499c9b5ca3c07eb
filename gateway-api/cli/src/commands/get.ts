import { pathOf, resources } from '@huren/client'
import { Argument } from 'commander'
import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { type OutputOptions, printDocument } from '../output.ts'

const run = async (
  resource: (typeof resources)[number],
  id: string | undefined,
  options: ConnectionOptions & OutputOptions,
) => {
  const gateway = await connect(options)
  printDocument(await gateway.call({ path: pathOf(resource, id) }), options)
}

export const get = withGateway(
  command('get', {
    zh: '读取一条记录',
    en: 'read one record',
    examples: [
      'huren get reports UUID --key doctor.key',
      'huren get recognisable UUID --key doctor.key',
      'huren get items L00001 --json',
      'huren get rules',
    ],
  })
    .addArgument(new Argument('<resource>', '资源 resource').choices(resources))
    .argument('[id]', '标识 id'),
).action(run)
