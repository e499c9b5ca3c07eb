import { test } from 'tap'
import { type Look, standstills } from './standstill.ts'

const orderer = (node: string, height: number | null, dataCentre = 'a'): Look => ({
  node,
  kind: 'orderer',
  dataCentre,
  height,
})
const peer = (height: number | null, dataCentre = 'a'): Look => ({
  ...orderer('peer', height, dataCentre),
  kind: 'peer',
})

test('CHAIN-53, CHAIN-58: an orderer that no longer follows its centre is told after its patience', async (t) => {
  const told = standstills(30_000)
  t.strictSame(told([orderer('o', 5), peer(19)], 0), [])
  t.strictSame(told([orderer('o', 5), peer(22)], 29_999), [])
  t.strictSame(told([orderer('o', 5), peer(22)], 30_000), ['o'])
  t.strictSame(told([orderer('o', 5), peer(22)], 60_000), [], 'the second time after twice as long')
  t.strictSame(told([orderer('o', 5), peer(22)], 90_000), ['o'])
})

test('who catches up, is level, or is alone with its centre is left alone', async (t) => {
  const slow = standstills(30_000)
  for (const [height, at] of [
    [5, 0],
    [6, 20_000],
    [7, 40_000],
    [8, 60_000],
  ] as const)
    t.strictSame(slow([orderer('o', height), peer(90)], at), [], 'it moves')
  const cutOff = standstills(30_000)
  for (const at of [0, 40_000, 80_000])
    t.strictSame(
      cutOff([orderer('o', 5), peer(5), peer(90, 'b')], at),
      [],
      'its whole centre stands still, another one goes on',
    )
  const last = standstills(30_000)
  for (const at of [0, 40_000, 80_000])
    t.strictSame(last([orderer('o', 5), peer(14)], at), [], 'its peer got the last blocks before the cut')
  const silent = standstills(30_000)
  t.strictSame(silent([orderer('o', null), peer(5)], 0), [])
  t.strictSame(silent([orderer('o', null), peer(6)], 30_000), ['o'], 'one that does not answer')
  t.strictSame(silent([orderer('o', 6), peer(6)], 31_000), [])
  t.strictSame(silent([orderer('o', 6), peer(16)], 62_000), ['o'], 'once level, its patience is as before')
  t.strictSame(silent([peer(7)], 99_000), [], 'a peer is not an orderer')
})
