import { tileWidth } from '../tree/tiles.ts'

/** The one owner of the published layout: C2SP tlog-tiles v0.1.0. 1234067 becomes `x001/x234/067`. */
const number = (n: number): string => {
  const groups = [String(n % 1000).padStart(3, '0')]
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return groups.join('/')
}
const partial = (width: number) => (width === tileWidth ? '' : `.p/${width}`)

export const tilePath = (level: number, n: number, width: number) =>
  `tile/${level}/${number(n)}${partial(width)}`
export const entriesPath = (n: number, width: number) => `tile/entries/${number(n)}${partial(width)}`

const tile =
  /^tile\/(?:entries|[0-9]|[1-5][0-9]|6[0-3])\/(?:x\d{3}\/)*\d{3}(?:\.p\/(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?$/

/** A tile never changes once it is there. */
export const isTilePath = (path: string): boolean => tile.test(path)
