import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'

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
/** An account of a trial; the password is kept as scrypt's result (RFC 7914), in hexadecimal, with what it cost. */
interface Account extends Person {
  readonly salt: string
  readonly hash: string
  /** scrypt's N, a power of two: twice as much is twice the time and the memory for who guesses. Absent: `usualCost`. */
  readonly cost?: number
}

const usualCost = 16_384

const hashOf = (password: string, salt: string, cost: number) =>
  scryptSync(password, Buffer.from(salt, 'hex'), 32, { N: cost, maxmem: 2048 * (cost + 3) })
const nobody: Account = { account: '', name: '', role: '', salt: '00', hash: '00'.repeat(32) }

const hashed = (password: string, cost: number) => {
  const salt = randomBytes(16).toString('hex')
  return { salt, hash: hashOf(password, salt, cost).toString('hex'), cost }
}

/** Shorter ones are guessed; longer ones cost scrypt nothing but are no sentence a person types. */
export const passwordLength = { least: 12, most: 200 } as const

/** Whether a password may be taken: its length is all that is asked (NIST SP 800-63B, section 3.1.1.2). */
export const isAcceptable = (password: string): boolean =>
  password.length >= passwordLength.least && password.length <= passwordLength.most

/** The accounts of a trial's sign-in, from a file. */
export class Accounts {
  #accounts: readonly Account[]
  readonly #file: string
  #writing: Promise<void> = Promise.resolve()

  private constructor(file: string, accounts: readonly Account[]) {
    this.#file = file
    this.#accounts = accounts
  }

  static async load(file: string): Promise<Accounts> {
    return new Accounts(file, JSON.parse(await readFile(file, 'utf8')))
  }

  /** Gives an account another password; on the disk before it counts. */
  change(account: string, password: string): Promise<void> {
    const change = async () => {
      const accounts = this.#accounts.map((each) =>
        each.account === account ? { ...each, ...hashed(password, each.cost ?? usualCost) } : each,
      )
      const unfinished = `${this.#file}.unfinished`
      await writeFile(unfinished, JSON.stringify(accounts, null, 2), { mode: 0o600, flush: true })
      await rename(unfinished, this.#file)
      this.#accounts = accounts
    }
    // one after another, or one change would undo the other
    this.#writing = this.#writing.then(change, change)
    return this.#writing
  }

  find(account: string): Person | undefined {
    return this.#accounts.find((each) => each.account === account)
  }

  /** Takes as long for an unknown account as for a wrong password. */
  check(account: string, password: string): Person | undefined {
    const found = this.#accounts.find((each) => each.account === account) ?? nobody
    const cost = found.cost ?? this.#accounts[0]?.cost ?? usualCost
    const right = timingSafeEqual(hashOf(password, found.salt, cost), Buffer.from(found.hash, 'hex'))
    return right && found !== nobody ? found : undefined
  }
}

/**
 * Writes accounts with fresh random passwords; only the returned list knows them.
 * @param cost scrypt's N, kept beside each hash
 */
export const createAccounts = async (file: string, people: readonly Person[], cost = usualCost) => {
  const made = people.map((person) => ({ ...person, password: randomBytes(9).toString('base64url') }))
  const accounts = made.map(({ password, ...person }) => ({ ...person, ...hashed(password, cost) }))
  await writeFile(file, JSON.stringify(accounts, null, 2), { mode: 0o600 })
  return made
}
