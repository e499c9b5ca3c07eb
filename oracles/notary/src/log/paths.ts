/** The one owner of the layout: C2SP tlog-tiles v0.1.0. */
export const tileWidth = 256

/** 1234067 becomes `x001/x234/067`. */
const number = (n: number): string => {
  const groups = [String(n % 1000).padStart(3, '0')]
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return groups.join('/')
}

const partial = (width: number) => (width === tileWidth ? '' : `.p/${width}`)

/** Hashes: tile `n` of level `level` with `width` hashes of 32 bytes. */
export const tilePath = (level: number, n: number, width: number) =>
  `tile/${level}/${number(n)}${partial(width)}`
/** Entries: leaves of tile `n` of level 0, each after its length in two bytes. */
export const entriesPath = (n: number, width: number) => `tile/entries/${number(n)}${partial(width)}`
/** The folder of partial tiles that a full tile replaces. */
export const partialFolder = (path: string) => `${path}.p`

const checkpointNames = ['checkpoint', 'checkpoint.witnessed']
const tile =
  /^tile\/(?:entries|[0-9]|[1-5][0-9]|6[0-3])\/(?:x\d{3}\/)*\d{3}(?:\.p\/(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?$/

/** Whether a path is one that the log may serve. */
export const isLogPath = (path: string) => checkpointNames.includes(path) || tile.test(path)
export const isImmutable = (path: string) => tile.test(path)

/** How many hashes (or entries) the tile has in a tree of `size`: 256 when full. */
export const widthIn = (size: number, level: number, n: number): number =>
  Math.max(0, Math.min(tileWidth, Math.floor(size / tileWidth ** level) - n * tileWidth))
