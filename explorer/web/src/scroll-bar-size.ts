/**
 * In place of `@rc-component/util`'s measurement (see vite.config.ts), which adds a style sheet without the page's nonce:
 * the same answer from an element's own styles, which the policy allows.
 */
export const getTargetScrollBarSize = (target?: HTMLElement) => {
  const probe = document.createElement('div')
  Object.assign(probe.style, { position: 'absolute', width: '100px', height: '100px', overflow: 'scroll' })
  if (target) {
    const { scrollbarColor, scrollbarWidth } = getComputedStyle(target)
    Object.assign(probe.style, { scrollbarColor, scrollbarWidth })
  }
  document.body.append(probe)
  const size = {
    width: probe.offsetWidth - probe.clientWidth,
    height: probe.offsetHeight - probe.clientHeight,
  }
  probe.remove()
  return size
}

export default (): number => getTargetScrollBarSize().width
