const kept = 'huren.place'

/** The session has ended: to the sign-in, and from there back to where somebody was, in this tab. */
export const signInAgain = (): void => {
  sessionStorage.setItem(kept, location.pathname + location.hash)
  location.assign('/sign-in')
}

/** Once, after signing in: where somebody was when the session ended, or wanted to go. */
export const returnToPlace = (): void => {
  const place = sessionStorage.getItem(kept)
  sessionStorage.removeItem(kept)
  const [path, hash] = place?.split('#') ?? []
  if (place && location.pathname === '/') location.replace(place)
  else if (hash !== undefined && path === location.pathname && !location.hash) location.hash = hash
}
