import { test } from 'tap'
import { json, testLedger } from '../testing/ledger.ts'

test('the state over the shim protocol: keys, ranges, pages', async (t) => {
  const { contract } = await testLedger(t)
  const keys = Array.from({ length: 250 }, (_, index) => `key ${String(index).padStart(3, '0')}`)
  await contract.submitTransaction(
    'put',
    ...keys.flatMap((key) => [key, '值']),
    '😀',
    'astral',
    '\uffee',
    'bmp',
  )
  const all = json(await contract.evaluateTransaction('range', 'key', 'kez'))
  t.strictSame(
    all,
    keys.map((key) => [key, '值']),
    'more than one batch',
  )
  t.strictSame(
    json(await contract.evaluateTransaction('range', '\uff00', '')),
    [
      ['\uffee', 'bmp'],
      ['😀', 'astral'],
    ],
    'in the order of UTF-8',
  )

  const page = async (bookmark: string) =>
    JSON.parse(
      Buffer.from(await contract.evaluateTransaction('page', 'key', 'kez', '120', bookmark)).toString(),
    )
  const first = await page('')
  t.match(first, { metadata: { fetchedRecordsCount: 120, bookmark: 'key 120' } })
  const second = await page(first.metadata.bookmark)
  const third = await page(second.metadata.bookmark)
  t.strictSame([...first.keys, ...second.keys, ...third.keys], keys)
  t.equal(third.metadata.bookmark, '')

  await contract.submitTransaction('delete', 'key 000')
  t.equal(json(await contract.evaluateTransaction('get', 'key 000')), null)
  await contract.submitTransaction('put', 'key 001', '')
  t.equal(json(await contract.evaluateTransaction('get', 'key 001')), null, 'an empty value deletes')
})

test('what the embedded ledger does not offer is refused with a reason', async (t) => {
  const { contract } = await testLedger(t)
  const refusals: readonly [name: string, argument: string, reason: RegExp][] = [
    ['privateData', 'a', /private data collections are not offered/],
    ['richQuery', '', /rich queries need CouchDB/],
    ['history', 'a', /history of a key is not kept/],
    ['invoke', 'other', /calling another chaincode is not offered/],
    ['metadata', 'a', /key-level endorsement policies are not offered/],
    ['put', '', /key must not be empty/],
    ['nothing', '', /there is no function nothing/],
  ]
  for (const [name, argument, reason] of refusals)
    t.match(
      await contract.evaluateTransaction(name, argument).catch((error: Error) => error.message),
      reason,
      name,
    )
})

test('a function that does not return, or kills its thread, harms nobody else', async (t) => {
  const { contract } = await testLedger(t, { executionTimeout: 700 })
  const failure = (name: string, ...args: string[]) =>
    contract.evaluateTransaction(name, ...args).then(
      () => undefined,
      (error: { code: number; details: { message: string }[] }) =>
        `${error.code} ${error.details[0]?.message}`,
    )
  t.match(await failure('sleep', '1500'), /^10 .*timeout expired while executing transaction/)
  t.equal(json(await contract.evaluateTransaction('sleep', '1')), 'woke up')
  t.match(await failure('spin'), /^10 .*timeout expired/)
  t.equal(json(await contract.submitTransaction('put', 'a', '1')), 1, 'the stuck thread was replaced')
  t.match(await failure('exit'), /^10 .*chaincode stream terminated/)
  t.equal(json(await contract.submitTransaction('put', 'b', '1')), 1, 'a new thread works')
})
