import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import type { Browser } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { readSheet } from 'read-excel-file/node'
import { getDocumentProxy } from 'unpdf'

/** Rows of a CSV file. */
export const csvRows = (bytes: Buffer): string[][] => parse(bytes, { bom: true })

/** Rows of an XLSX file's first sheet. */
export const sheetRows = (bytes: Buffer) => readSheet(bytes)

/** What stands on the pages of a PDF, and the files attached to it, as PDF.js reads them. */
export const openPdf = async (bytes: Buffer) => {
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  const texts: string[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(''))
  }
  const files = new Map<string, string>()
  for (const [id, { filename }] of (await pdf.getAttachments()) ?? [])
    files.set(filename, Buffer.from((await pdf.getAttachmentContent(id)) ?? []).toString('utf8'))
  return { text: texts.join('\n'), files }
}

const pdfjs = fileURLToPath(import.meta.resolve('unpdf/pdfjs'))

/** What the QR code on a PDF's first page says: its upper right is drawn as a browser does, and read as by a camera. */
export const qrOn = async (bytes: Buffer, browser: Browser): Promise<string> => {
  const page = await browser.newPage()
  const { width, height, pixels } = await page.evaluate(
    async ([source, file]) => {
      const script = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
      const { getDocument } = await import(script)
      const data = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))
      const first = await (await getDocument({ data }).promise).getPage(1)
      const viewport = first.getViewport({ scale: 2 })
      const canvas = document.createElement('canvas')
      Object.assign(canvas, { width: viewport.width, height: viewport.height })
      const context = canvas.getContext('2d')
      await first.render({ canvas, canvasContext: context, viewport }).promise
      const [width, height] = [Math.floor(canvas.width / 3), Math.floor(canvas.height / 3)]
      const image = context?.getImageData(canvas.width - width, 0, width, height).data ?? []
      return { width, height, pixels: btoa(Array.from(image, (byte) => String.fromCharCode(byte)).join('')) }
    },
    [await readFile(pdfjs, 'utf8'), bytes.toString('base64')] as const,
  )
  await page.close()
  return decodeQR({ width, height, data: new Uint8Array(Buffer.from(pixels, 'base64')) })
}
