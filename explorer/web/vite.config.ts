import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server puts a fresh nonce where `__NONCE__` stands, for each page. */
export default defineConfig({
  plugins: [react()],
  // the test runner brings a React of its own
  resolve: { dedupe: ['react', 'react-dom'] },
  html: { cspNonce: '__NONCE__' },
  build: { outDir: 'dist', assetsInlineLimit: 0, chunkSizeWarningLimit: 3000, reportCompressedSize: false },
})
