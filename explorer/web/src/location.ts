import { useSyncExternalStore } from 'react'

const subscribe = (changed: () => void) => {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

/** Where the page is: `#/statements?type=decision` is page `statements` with parameters, `#/statement/ab…` has an id. */
export const usePlace = () => {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const [path = '', query = ''] = hash.slice(2).split('?')
  const [page = '', id = ''] = path.split('/')
  return { page, id, query: new URLSearchParams(query) }
}

export const go = (place: string) => {
  location.hash = `#/${place}`
}

/** From here to another place, later: whoever has gone elsewhere meanwhile stays there. */
export const fromHere = () => {
  const here = location.hash
  return (place: string) => {
    if (location.hash === here) go(place)
  }
}
