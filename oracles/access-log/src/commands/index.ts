import type { Command } from 'commander'
import { command } from './command.ts'
import { eventCommands } from './events.ts'
import { listCommands } from './lists.ts'
import { verifyCommand } from './verify.ts'

/** `huren access …`: for imaging clouds, hospitals, patients and the regulator. */
export const accessCommand = (): Command => {
  const access = command('access', {
    zh: '影像调阅日志：写入、回执、完整清单、双方核对',
    en: 'access logs: append, receipts, complete lists, reconciliation',
    examples: ['huren access verify mine.list --patient-file me.txt --trust trust.json'],
  })
  for (const each of [...eventCommands(), ...listCommands(), verifyCommand()]) access.addCommand(each)
  return access
}
