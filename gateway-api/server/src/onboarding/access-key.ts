import type { CityCode, InstitutionId } from '@huren/records'

/** Numbers of institutions have five digits. */
const digits = 5

/**
 * The next institution id of a city, which is the access key (接入授权码) by which the platforms know it: province,
 * city, running number (EXCH-14).
 * @param taken ids that are registered or applied for
 * @throws RangeError when a city has used up its 99,999 numbers
 */
export const nextAccessKey = (province: string, city: CityCode, taken: Iterable<string>): InstitutionId => {
  const prefix = `${province}-${city}-`
  const numbers = [...taken]
    .filter((id) => id.startsWith(prefix))
    .map((id) => Number(id.slice(prefix.length)))
  const next = numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1
  if (next >= 10 ** digits) throw new RangeError(`the numbers of ${prefix} are used up`)
  return `${prefix}${String(next).padStart(digits, '0')}` as InstitutionId
}
