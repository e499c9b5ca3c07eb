import { Refusal } from './refusal.ts'

/** An envelope and its payloads are three levels deep; whatever is nested deeper than this was not made by one. */
const deepest = 8
const tooDeep = () => new Refusal('json-malformed', `JSON is nested deeper than ${deepest} levels`)

/** A text that is known to be JSON, without its strings. */
const withoutStrings = (text: string): string => {
  const withoutEscapes = text.includes('\\') ? text.replace(/\\./gs, '') : text
  let bare = ''
  let from = 0
  for (let open = withoutEscapes.indexOf('"'); open >= 0; open = withoutEscapes.indexOf('"', from)) {
    bare += withoutEscapes.slice(from, open)
    from = withoutEscapes.indexOf('"', open + 1) + 1
  }
  return bare + withoutEscapes.slice(from)
}

/** Members written down: outside of strings a colon stands for nothing else. */
const membersWritten = (bare: string): number => {
  let members = 0
  for (let at = bare.indexOf(':'); at >= 0; at = bare.indexOf(':', at + 1)) members += 1
  return members
}

/** `1.0000000000000001` and `-0` are other numbers to other parsers: a number is written as it is read. */
const checkNumbers = (bare: string): void => {
  for (const [number] of bare.matchAll(/-?\d[\d.eE+-]*/g))
    if (String(Number(number)) !== number)
      throw new Refusal('json-malformed', 'a number is not written in its shortest form')
}

const checkUnicode = (text: string): void => {
  if (!text.isWellFormed()) throw new Refusal('unicode-ill-formed', 'text holds a surrogate without its pair')
}

/** `JSON.parse` makes `__proto__` an ordinary member, and whoever copies the object afterwards loses it: joi does. */
const checkName = (name: string): void => {
  checkUnicode(name)
  if (name === '__proto__') throw new Refusal('json-malformed', 'a member must not be named __proto__')
}

/** Members that a parsed value kept: of two with one name, `JSON.parse` keeps the last. */
const membersKept = (value: unknown, level = 1): number => {
  if (typeof value === 'string') checkUnicode(value)
  if (typeof value !== 'object' || value === null) return 0
  if (level > deepest) throw tooDeep()
  let members = 0
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value)) {
      checkName(name)
      members += 1
    }
    members += membersKept(member, level + 1)
  }
  return members
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('json-malformed', 'text is not JSON (RFC 8259)')
  }
}

/**
 * Parses I-JSON (RFC 7493): no object has two members of one name, no text has a lone surrogate, in whatever way they
 * are written (`"a"` and `"\u0061"` are one name), no number loses a digit. Two parsers can so never read two things in
 * what was signed.
 * @throws Refusal `json-malformed`, `json-duplicate-key`, `unicode-ill-formed`
 */
export const parseStrictJson = (text: string): unknown => {
  checkUnicode(text)
  const value = parse(text)
  const bare = withoutStrings(text)
  checkNumbers(bare)
  if (membersKept(value) !== membersWritten(bare))
    throw new Refusal('json-duplicate-key', 'an object has two members of the same name')
  return value
}
