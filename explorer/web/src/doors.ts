import type { ComponentType } from 'react'
import type { Words } from './language.tsx'

export interface Person {
  readonly account: string
  readonly name: string
  readonly role: string
  /** The institution whose data this person may read; absent for those who supervise all. */
  readonly institution?: string
  /** The city that this person sees to; absent for those who supervise all. */
  readonly city?: string
}

export interface Live {
  /** Grows with each new block: whoever asked, asks again. */
  readonly version: number
  readonly height: number
  readonly statements: number
  /** Whether the server still tells of new blocks. */
  readonly isLive: boolean
}

export interface PagesProps {
  readonly dark: boolean
  readonly live: Live
  readonly person: Person
}

export interface MenuEntry {
  readonly page: string
  readonly label: Words
  /** Entries of one group stand under its name. */
  readonly group?: Words
}

/** What the folder of a door exports as `door`, loaded when somebody enters. */
export interface DoorModule {
  /** Entries of the menu; the key is the page's name in the address. */
  readonly menu: (person: Person) => readonly MenuEntry[]
  /** Whether it has pages for what is found: `statement`, `record`, `statements`. */
  readonly isSearched?: boolean
  /** Whether it says itself what a wrong clock means here. */
  readonly mindsClock?: boolean
  /** Shows the page that the address names. */
  readonly Pages: ComponentType<PagesProps>
}

export interface Door {
  /** The first part of the address: `/regulator`. */
  readonly name: string
  readonly label: Words
  readonly roles: readonly string[]
  readonly load: () => Promise<DoorModule>
}

/** A door for each kind of user; the patient's has an entry of its own (`patient.html`), small enough for a phone. */
export const doors: readonly Door[] = [
  {
    name: 'regulator',
    label: { zh: '监管端', en: 'Regulator' },
    roles: ['regulator', 'auditor'],
    load: async () => (await import('./regulator/door.tsx')).door,
  },
  {
    name: 'hospital',
    label: { zh: '医院端', en: 'Hospital' },
    roles: ['hospital'],
    load: async () => (await import('./hospital/door.tsx')).door,
  },
  {
    name: 'city',
    label: { zh: '地市端', en: 'City' },
    roles: ['city', 'regulator', 'auditor'],
    load: async () => (await import('./city/door.tsx')).door,
  },
]
