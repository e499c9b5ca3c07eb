import type { CityCode } from '@huren/records'
import { test } from 'tap'
import { nextAccessKey } from './access-key.ts'

const city = '4401' as CityCode

test('EXCH-14: an access key is the next number of its city', async (t) => {
  t.equal(nextAccessKey('GD', city, []), 'GD-4401-00001')
  t.equal(nextAccessKey('GD', city, ['GD-4401-00007', 'GD-4403-00099', 'HN-4401-00012']), 'GD-4401-00008')
  t.throws(() => nextAccessKey('GD', city, ['GD-4401-99999']), RangeError)
})
