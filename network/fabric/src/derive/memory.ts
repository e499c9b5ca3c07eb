/**
 * Go's settings for Fabric's programs. A block passes through their memory many times (each consenter's signature has the whole
 * proposal unpacked once more) and little of it stays, so that Go's collector, left alone, runs at every few blocks. It may wait
 * until the heap is five times what is in use, but never beyond the limit.
 */
export const goMemory = { GOGC: '400', GOMEMLIMIT: '1536MiB' } as const
