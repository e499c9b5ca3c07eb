#!/usr/bin/env node
/** `node network/fabric/src/main.ts up`: the network commands by themselves. */
import { networkCommand } from './command/network.ts'
import { NetworkProblem } from './problem.ts'

networkCommand()
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof NetworkProblem ? `${error.code}\n${error.zh}\n${error.en}` : error)
    process.exitCode = 1
  })
