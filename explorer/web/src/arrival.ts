import { useEffect, useRef } from 'react'

/**
 * Arriving at another page of a door: it begins at its top, and whose focus went with the old page finds it on the new
 * one (`main`), so that a screen reader reads on there. The window is called after the page.
 * @param place page and id @param title what the page is called
 */
export const useArrival = (place: string, title: string): void => {
  const before = useRef(place)
  useEffect(() => {
    if (before.current === place) return
    before.current = place
    scrollTo(0, 0)
    if (document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [place])
  useEffect(() => {
    document.title = title
  }, [title])
}
