const width = 30

const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** One line for a terminal: how much is done, how fast, and how long the rest will take. */
export const progressLine = (
  { blocks, of, statements }: { readonly blocks: number; readonly of: number; readonly statements: number },
  seconds: number,
): string => {
  const share = of === 0 ? 1 : blocks / of
  const filled = Math.round(share * width)
  const left = share > 0 ? (seconds / share) * (1 - share) : 0
  const rate = seconds > 0 ? Math.round(statements / seconds) : 0
  return `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}] ${Math.floor(share * 100)}%  区块 blocks ${blocks}/${of}  声明 statements ${statements}  ${rate}/s  剩余 left ${clock(left)}`
}

/** Draws a bar on standard error while a terminal looks on; elsewhere it says nothing. */
export const progressBar = () => {
  const started = performance.now()
  return (progress: { readonly blocks: number; readonly of: number; readonly statements: number }): void => {
    if (!process.stderr.isTTY) return
    const line = progressLine(progress, (performance.now() - started) / 1000)
    process.stderr.write(`\r${line}${progress.blocks === progress.of ? '\n' : ''}`)
  }
}
