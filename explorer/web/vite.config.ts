import { globSync } from 'node:fs'
import { join } from 'node:path'
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

/** The server puts a fresh nonce where `__NONCE__` stands, for each page. */
export default defineConfig({
  plugins: [react(), scrollBarSize],
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
