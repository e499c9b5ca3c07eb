const placeOf = (key: string) => `huren.relative.${key}`

/** What this device calls a relative's key: it stays here, the ledger has no names. */
export const relativeName = (key: string): string | undefined =>
  localStorage.getItem(placeOf(key)) ?? undefined

/** Keeps a name for a relative's key on this device, or forgets it. */
export const nameRelative = (key: string, name: string): void => {
  if (name.trim()) localStorage.setItem(placeOf(key), name.trim())
  else localStorage.removeItem(placeOf(key))
}
