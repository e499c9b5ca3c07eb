import { createChaincode, punctual } from '@huren/contracts'
import { serveAsTold } from './told.ts'

serveAsTold(punctual(createChaincode()))
