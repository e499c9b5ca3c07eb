import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Each page of this folder is an entry: `index.html` for the doors of offices, `patient.html` for phones. */
const pages = globSync('*.html', { cwd: import.meta.dirname }).map((name) => join(import.meta.dirname, name))

/** Ant Design's measurement of scroll bars adds a style sheet that the page's policy stops: ours needs none. */
const scrollBarSize: Plugin = {
  name: 'scroll-bar-size',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source.endsWith('/getScrollBarSize') && importer?.includes('@rc-component')
      ? join(import.meta.dirname, 'src/scroll-bar-size.ts')
      : undefined,
}

/** What is text is compressed once, here, and not by the server for each who asks. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  writeBundle: ({ dir = '' }) => {
    for (const name of globSync('**/*.{js,css,svg}', { cwd: dir })) {
      const file = join(dir, name)
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
    }
  },
}

/** The server puts a fresh nonce where `__NONCE__` stands, for each page. */
export default defineConfig({
  plugins: [react(), scrollBarSize, compressed],
  // the test runner brings a React of its own
  resolve: { dedupe: ['react', 'react-dom'] },
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
    reportCompressedSize: false,
    rolldownOptions: { input: pages },
  },
})
