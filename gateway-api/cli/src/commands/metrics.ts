import { command } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { type OutputOptions, print, say } from '../output.ts'

const run = async (options: ConnectionOptions & OutputOptions) => {
  const metrics = await (await connect(options)).metrics()
  print({ metrics }, options, () => say(metrics.trimEnd()))
}

export const metrics = withGateway(
  command('metrics', {
    zh: '网关的 Prometheus 指标',
    en: 'the metrics of the gateway, in Prometheus’ text format',
    examples: ['huren metrics', 'huren metrics --token-file metrics.token'],
  }),
).action(run)
