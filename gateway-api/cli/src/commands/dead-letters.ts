import { type CommandText, command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { type OutputOptions, printDocument } from '../output.ts'

/** A command about one dead letter: what is posted to `/v1/dead-letters/{id}/{name}`. */
const aboutOne = (name: 'replay' | 'discard', help: CommandText) =>
  withGateway(command(name, help).argument('<id>', '声明标识 statement id')).action(
    async (id: string, options: ConnectionOptions & OutputOptions) => {
      const gateway = await connect(options)
      const path = `/v1/dead-letters/${encodeURIComponent(id)}/${name}`
      printDocument(await gateway.call({ method: 'POST', path }), options)
    },
  )

export const replay = aboutOne('replay', {
  zh: '补推一条未能送达的声明（死信）',
  en: 'send a statement again that could not be delivered (a dead letter)',
  examples: ['huren list dead-letters --key system.key', 'huren replay STATEMENT-ID --key system.key'],
})

export const discard = aboutOne('discard', {
  zh: '放弃一条死信，不再补推；更正后的声明另行签名提交',
  en: 'give a dead letter up, so that it is not sent any more; what corrects it is signed and submitted anew',
  examples: ['huren list dead-letters --key system.key', 'huren discard STATEMENT-ID --key system.key'],
})
