/** Addresses of the page's own font files, by name without ending: the faces that the style sheet has, as WOFF. */
export const fontFiles = (): ReadonlyMap<string, string> => {
  const files = new Map<string, string>()
  for (const sheet of document.styleSheets) {
    if (!sheet.href) continue
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue
      const source = rule.style.getPropertyValue('src')
      const [, path = '', name = ''] =
        /url\("?([^")]*\/(noto-sans-sc-[^/")]*?-400-normal)[^/")]*\.woff)"?\)/.exec(source) ?? []
      if (path) files.set(name, new URL(path, sheet.href).href)
    }
  }
  return files
}
