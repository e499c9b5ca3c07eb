import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { type OutputOptions, printDocument } from '../output.ts'

const run = async (id: string, options: ConnectionOptions & OutputOptions) => {
  const gateway = await connect(options)
  const path = `/v1/dead-letters/${encodeURIComponent(id)}/replay`
  printDocument(await gateway.call({ method: 'POST', path }), options)
}

export const replay = withGateway(
  command('replay', {
    zh: '补推一条未能送达的声明（死信）',
    en: 'send a statement again that could not be delivered (a dead letter)',
    examples: ['huren list dead-letters --key system.key', 'huren replay STATEMENT-ID --key system.key'],
  }).argument('<id>', '声明标识 statement id'),
).action(run)
