import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { type OutputOptions, printDocument } from '../output.ts'

const run = async (id: string, options: ConnectionOptions & OutputOptions) => {
  const gateway = await connect(options)
  const path = `/v1/dead-letters/${encodeURIComponent(id)}/discard`
  printDocument(await gateway.call({ method: 'POST', path }), options)
}

export const discard = withGateway(
  command('discard', {
    zh: '放弃一条死信，不再补推；更正后的声明另行签名提交',
    en: 'give a dead letter up, so that it is not sent any more; what corrects it is signed and submitted anew',
    examples: ['huren list dead-letters --key system.key', 'huren discard STATEMENT-ID --key system.key'],
  }).argument('<id>', '声明标识 statement id'),
).action(run)
