import { networkCommand } from '../command/network.ts'

/** `huren network` on a folder, as its operator types it. */
export const networkAt =
  (folder: string) =>
  async (...words: readonly string[]): Promise<void> => {
    await networkCommand().parseAsync(['--folder', folder, ...words], { from: 'user' })
  }
