import type { CSSProperties, ReactNode } from 'react'

/** As Ant Design's `Tag`, without its machinery: a list has one in each row. */
const shape: CSSProperties = {
  display: 'inline-block',
  padding: '0 0.5em',
  borderRadius: 4,
  color: '#fff',
  fontSize: 12,
  lineHeight: '20px',
  whiteSpace: 'nowrap',
}

/** A word on a colour. */
export const Badge = ({ colour, children }: { readonly colour: string; readonly children: ReactNode }) => (
  <span style={{ ...shape, background: colour }}>{children}</span>
)
