import { fileOf, fontsOf, runsOf } from '@huren/pdf-text'
import type { Content } from 'pdfmake'
import { fontFiles } from './font-files.ts'
import type { Proof } from './prove.ts'

type Proven = Extract<Proof, { kind: 'proven' }>

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

interface Line {
  readonly text: string
  readonly size?: number
  readonly colour?: string
}

/** What the certificate says: what this browser has verified, and how anybody verifies it again. */
const linesOf = ({ verdict, statement }: Proven, digest: string): Line[] => {
  if (verdict.outcome === 'rejected') throw new RangeError('nothing is proven')
  const { label } = statement.type
  return [
    { text: '存证凭证 Certificate of evidence', size: 18 },
    { text: `${label.zh} ${label.en}`, size: 12 },
    { text: `声明 statement: ${statement.id}` },
    { text: `回执 receipt, SHA-256: ${digest}` },
    { text: `${verdict.sentence.zh} ${verdict.sentence.en}`, size: 12, colour: '#0b6e5f' },
    { text: '已证明 Proven', size: 12 },
    ...verdict.proven.map(({ zh, en }) => ({ text: `· ${zh} ${en}` })),
    ...verdict.warnings.map(({ zh, en }) => ({ text: `! ${zh} ${en}`, colour: '#8a4b00' })),
    { text: '未证明 Not proven', size: 12 },
    ...verdict.notProven.map(({ zh, en }) => ({ text: `· ${zh} ${en}` })),
    { text: '如何核验 How to verify', size: 12 },
    {
      text: '本凭证便于阅读；证明是附在其中的回执（receipt.json）。任何人都可离线核验，无需相信任何服务器：',
    },
    {
      text: 'This page is for reading; the proof is the receipt attached to it (receipt.json), which anybody verifies offline:',
    },
    { text: 'huren receipt verify receipt.json --trust trust.json' },
  ]
}

const contentOf = ({ text, size = 9, colour }: Line): Content => ({
  text: runsOf(text),
  fontSize: size,
  ...(colour && { color: colour }),
  margin: [0, size > 9 ? 6 : 0, 0, 4],
})

/**
 * A printable certificate of what this browser has verified, with the receipt attached and a QR code that leads to the
 * statement. @throws RangeError when nothing is proven
 */
export const certificate = async (proof: Proven): Promise<Blob> => {
  const digest = hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(proof.receipt)))
  const lines = linesOf(proof, digest)
  const { default: pdfmake } = await import('pdfmake/build/pdfmake.min.js')
  const files = fontFiles()
  pdfmake.setFonts(
    Object.fromEntries(
      fontsOf(lines.map(({ text }) => text)).map((font) => {
        const name = fileOf(font).replace('.woff', '')
        return [font, { normal: files.get(name) ?? '' }]
      }),
    ),
  )
  return pdfmake
    .createPdf({
      info: { title: `certificate ${proof.statement.id}` },
      defaultStyle: { font: 'latin' },
      files: {
        receipt: {
          src: `data:application/json;base64,${base64(proof.receipt)}`,
          name: 'receipt.json',
          description: 'Huren receipt',
        },
      },
      content: [
        {
          columns: [
            { width: '*', stack: lines.slice(0, 4).map(contentOf) },
            { width: 110, qr: `${location.origin}/regulator#/statement/${proof.statement.id}`, fit: 104 },
          ],
          columnGap: 12,
        },
        ...lines.slice(4).map(contentOf),
      ],
    })
    .getBlob()
}

const base64 = (text: string) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
