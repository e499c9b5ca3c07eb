import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

/**
 * What somebody may do in the offices' doors: a regulator reads all, an auditor sees who read what as well, a hospital
 * and a city read their own. An account without a role is signed in and refused; a patient has a door of their own.
 */
export const officeRoles = ['regulator', 'auditor', 'hospital', 'city'] as const
export const isOffice = (role: string): boolean => officeRoles.some((each) => each === role)

export interface Person {
  readonly account: string
  readonly name: string
  readonly role: string
  /** The institution of a hospital's account, `GD-4401-00012`. */
  readonly institution?: string
  /** The city of a city's account, `4401`. */
  readonly city?: string
}
/** An account of a trial; the password is kept as scrypt's result, in hexadecimal. */
interface Account extends Person {
  readonly salt: string
  readonly hash: string
}

const hashOf = (password: string, salt: string) => scryptSync(password, Buffer.from(salt, 'hex'), 32)
const nobody: Account = { account: '', name: '', role: '', salt: '00', hash: '00'.repeat(32) }

/** The accounts of a trial's sign-in, from a file. */
export class Accounts {
  readonly #accounts: readonly Account[]

  constructor(accounts: readonly Account[]) {
    this.#accounts = accounts
  }

  static async load(file: string): Promise<Accounts> {
    return new Accounts(JSON.parse(await readFile(file, 'utf8')))
  }

  find(account: string): Person | undefined {
    return this.#accounts.find((each) => each.account === account)
  }

  /** Takes as long for an unknown account as for a wrong password. */
  check(account: string, password: string): Person | undefined {
    const found = this.#accounts.find((each) => each.account === account) ?? nobody
    const right = timingSafeEqual(hashOf(password, found.salt), Buffer.from(found.hash, 'hex'))
    return right && found !== nobody ? found : undefined
  }
}

/** Writes accounts with fresh random passwords; only the returned list knows them. */
export const createAccounts = async (file: string, people: readonly Person[]) => {
  const made = people.map((person) => ({ ...person, password: randomBytes(9).toString('base64url') }))
  const accounts = made.map(({ password, ...person }) => {
    const salt = randomBytes(16).toString('hex')
    return { ...person, salt, hash: hashOf(password, salt).toString('hex') }
  })
  await writeFile(file, JSON.stringify(accounts, null, 2), { mode: 0o600 })
  return made
}
