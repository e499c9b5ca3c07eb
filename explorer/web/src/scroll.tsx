import { type ReactNode, useEffect, useRef } from 'react'

/** As in style.css: so narrow that a row of a table becomes a card. */
const narrow = '(max-width: 40rem)'

/** Each cell bears its column's name, and each element its role, which CSS takes from a table that is no longer drawn as one. */
const nameCells = (table: HTMLTableElement) => {
  const names = [...table.querySelectorAll('thead th')].map(({ textContent }) => textContent ?? '')
  table.setAttribute('role', 'table')
  for (const group of table.querySelectorAll('thead, tbody')) group.setAttribute('role', 'rowgroup')
  for (const row of table.querySelectorAll('tr')) {
    row.setAttribute('role', 'row')
    const cells = [...row.children]
    for (const [i, cell] of cells.entries()) {
      cell.setAttribute('role', cell.tagName === 'TH' ? 'columnheader' : 'cell')
      if (cell.tagName === 'TD' && cells.length === names.length)
        cell.setAttribute('data-column', names[i] ?? '')
    }
  }
}

/** A wide table: on a desk it scrolls by itself, with the keyboard too; on a phone its rows are cards. */
export const Scroll = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => {
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = section.current
    if (!element) return
    const phone = matchMedia(narrow)
    const name = () => {
      if (phone.matches) for (const table of element.querySelectorAll('table')) nameCells(table)
    }
    name()
    const observer = new MutationObserver(name)
    observer.observe(element, { childList: true, subtree: true })
    phone.addEventListener('change', name)
    return () => {
      observer.disconnect()
      phone.removeEventListener('change', name)
    }
  }, [])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section ref={section} className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
