#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

/** A command line is started often: what was compiled once is kept (in the system's folder for temporary files). */
enableCompileCache()
const { run } = await import('./run.ts')
process.exitCode = await run(process.argv.slice(2))
