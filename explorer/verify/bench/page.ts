import { timings } from './timings.ts'

/** What the bench calls in the page. */
Object.assign(globalThis, { timings })
