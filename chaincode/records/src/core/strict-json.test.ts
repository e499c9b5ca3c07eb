import fc from 'fast-check'
import { test } from 'tap'
import { Refusal } from './refusal.ts'
import { parseStrictJson } from './strict-json.ts'

const codeOf = (text: string) => {
  try {
    parseStrictJson(text)
    return 'read'
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.code
    throw refusal
  }
}

const refused: Record<string, readonly string[]> = {
  'json-duplicate-key': [
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    String.raw`{"a":1,"\u0061":1}`,
    '[{"a":{"b":1,"c":[],"b":1}}]',
    '{"":0,"":0}',
    '{"a:":":","a:":":"}',
    String.raw`{"\"":1,"\"":1}`,
  ],
  'unicode-ill-formed': [
    '"\ud800"',
    String.raw`"\ud800"`,
    String.raw`{"\udc00":1}`,
    String.raw`["\ude00\ud83d"]`,
  ],
  'json-malformed': [
    '',
    ' ',
    '{"a":1',
    "{'a':1}",
    '{"a":1}}',
    '[1,]',
    '01',
    'NaN',
    '[1.0]',
    '-0',
    '1e3',
    '{"a":1.0000000000000001}',
    '[9007199254740993]',
    '1e999',
    '\ufeff{}',
    '{"__proto__":{}}',
    String.raw`{"\u005f_proto__":1}`,
    `${'['.repeat(30000)}${']'.repeat(30000)}`,
    `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
  ],
}
for (const [code, texts] of Object.entries(refused))
  test(`${code} is refused`, async (t) => {
    for (const text of texts) t.equal(codeOf(text), code, text.slice(0, 40))
  })

const plain = fc.jsonValue({ maxDepth: 6 }).filter((value) => !JSON.stringify(value).includes('__proto__'))

test('whatever JSON.stringify writes is read again, however it is spaced', async () => {
  fc.assert(
    fc.property(plain, fc.constantFrom('', '\t', '  '), (value, space) => {
      const text = JSON.stringify(value, null, space)
      return JSON.stringify(parseStrictJson(text)) === JSON.stringify(JSON.parse(text))
    }),
  )
})

test('a member written twice is refused, wherever it stands and whatever its value', async () => {
  fc.assert(
    fc.property(fc.string(), plain, plain, fc.nat(3), (name, first, second, depth) => {
      fc.pre(name !== '__proto__')
      const member = (value: unknown) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`
      const text = `${'['.repeat(depth)}{${member(first)}, ${member(second)}}${']'.repeat(depth)}`
      return ['json-duplicate-key', 'json-malformed'].includes(codeOf(text)) && codeOf(text) !== 'read'
    }),
  )
})
