/** `huren network` as a process of its own, for a test that kills it. */
import { networkCommand } from '../command/network.ts'

await networkCommand().parseAsync()
