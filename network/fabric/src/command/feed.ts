import { setTimeout } from 'node:timers/promises'
import { Command } from 'commander'
import { feedOf, writeFeed } from '../watch/feed.ts'
import { described, print } from './shared.ts'

const seconds = (text: string) => Math.max(1, Number(text))

const feed = (folder: () => string) =>
  new Command('feed')
    .description(
      '写出供地市端读取的运行状态（JSON） / write how this machine is, as JSON, for the explorer’s city door',
    )
    .option('--requests <folder>', '各机构交换文件的目录 / the folder of exchanged files')
    .option('--out <file>', '写到文件 / write it to a file')
    .option('--every <seconds>', '每隔多少秒重写 / write it again after so many seconds', seconds)
    .action(async ({ requests, out, every }) => {
      const once = async () => {
        const made = await feedOf(described(folder()), requests)
        if (out) writeFeed(out, made)
        else print(JSON.stringify(made, null, 2))
      }
      await once()
      while (every !== undefined) {
        await setTimeout(every * 1000)
        await once()
      }
    })

/** What other programs read. */
export const feedCommands = [feed]
