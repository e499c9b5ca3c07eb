interface Size {
  readonly width: number
  readonly height: number
}

/** What it was measured for: a page that is zoomed has other pixels. */
let measured: { readonly size: Size; readonly pixels: number } | undefined

const measure = (): Size => {
  const probe = document.createElement('div')
  Object.assign(probe.style, { position: 'absolute', width: '100px', height: '100px', overflow: 'scroll' })
  document.body.append(probe)
  const size = {
    width: probe.offsetWidth - probe.clientWidth,
    height: probe.offsetHeight - probe.clientHeight,
  }
  probe.remove()
  return size
}

/**
 * In place of `@rc-component/util`'s measurement (see vite.config.ts), which adds a style sheet without the page's nonce:
 * the same answer from an element's own styles, which the policy allows. Measured once: each table asks, and to answer
 * anew the browser would lay out the page twice. All scroll bars here are the browser's own.
 */
export const getTargetScrollBarSize = (_target?: HTMLElement): Size => {
  if (measured?.pixels !== devicePixelRatio) measured = { size: measure(), pixels: devicePixelRatio }
  return measured.size
}

export default (): number => getTargetScrollBarSize().width
