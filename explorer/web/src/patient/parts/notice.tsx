import type { ReactNode } from 'react'

/** Something to know; what is wrong is told at once by a screen reader. */
export const Notice = ({
  kind,
  children,
}: {
  readonly kind: 'busy' | 'info' | 'good' | 'warn' | 'bad'
  readonly children: ReactNode
}) => (
  <div className={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'} data-notice={kind}>
    {children}
  </div>
)
