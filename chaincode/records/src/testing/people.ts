import fc from 'fast-check'

/** Generators of personal data as it turns up in hospitals; for tests that expect it to be refused. */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** The check character of GB 11643, section 4.2.5 (ISO 7064, MOD 11-2). */
const checkCharacter = (digits: string) =>
  '10X98765432'[[...digits].reduce((sum, digit, i) => sum + Number(digit) * (weights[i] ?? 0), 0) % 11]

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))
const area = fc.constantFrom('110105', '310101', '440106', '440305', '441202', '650102')
const birthday = fc
  .date({ min: new Date('1910-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''))

const identity18 = fc
  .tuple(area, birthday, digits(3))
  .map((parts) => parts.join(''))
  .map((body) => `${body}${checkCharacter(body)}`)
const identity15 = fc
  .tuple(area, birthday, digits(3))
  .map(([place, day, rest]) => place + day.slice(2) + rest)
const identityNumber = fc.oneof(
  identity18,
  identity15,
  identity18.filter((number) => number.endsWith('X')).map((number) => number.toLowerCase()),
)

const surname = fc.constantFrom('王', '李', '张', '欧阳', '司徒', '冼')
const given = fc.array(fc.constantFrom('伟', '芳', '娜', '秀英', '敏', '建国', '𠮷'), {
  minLength: 1,
  maxLength: 2,
})
const pinyin = fc
  .tuple(fc.constantFrom('Wang', 'Li', 'Ouyang'), fc.constantFrom('Wei', 'Xiuying', 'Jianguo'))
  .chain(([family, own]) =>
    fc.constantFrom(`${family} ${own}`, `${family}${own}`, `${family}_${own}`.toLowerCase()),
  )
const english = fc
  .tuple(fc.constantFrom('Mary', 'John', "Sinéad O'", 'Ana-María'), fc.constantFrom('Smith', 'Neill', 'Ng'))
  .map((parts) => parts.join(' '))
const personName = fc.oneof(
  fc.tuple(surname, given).map(([family, own]) => family + own.join('')),
  pinyin,
  english,
)

const mobile = fc.tuple(fc.constantFrom('138', '159', '186', '199'), digits(8)).map((parts) => parts.join(''))
const landline = fc
  .tuple(fc.constantFrom('010', '020', '0755', '0760'), fc.constantFrom('', '-', ' '), digits(7))
  .map(([code, separator, number]) => `${code}${separator}8${number}`)
const telephone = fc.oneof(
  mobile,
  landline,
  mobile.map((number) => `+86 ${number}`),
  mobile.map((number) => `0086${number}`),
)

const emailAddress = fc.oneof(
  fc.emailAddress(),
  mobile.map((number) => `${number}@139.com`),
)

const sentence = fc.oneof(
  fc.lorem({ mode: 'sentences', maxCount: 2 }),
  fc.constantFrom(
    '双肺纹理清晰,未见明显实质性病变。',
    '患者三天前无明显诱因出现发热,最高体温39.2℃。',
    '建议结合临床,必要时复查。',
    '广东省广州市越秀区中山二路58号',
  ),
)

export const personalData = fc.oneof(identityNumber, personName, telephone, emailAddress, sentence)

/** Identity numbers and telephone numbers as JSON numbers; whoever drops the quotes drops a leading zero with them. */
export const personalNumber = fc
  .oneof(identity18, identity15, mobile, landline)
  .map((text) => Number(text.replaceAll(/\D/g, '')))
