import '@fontsource/noto-sans-sc/400.css'
import './style.css'
import { StyleProvider } from '@ant-design/cssinjs'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { returnToPlace } from './sign-in-again.ts'
import { keptStyles } from './style-cache.ts'

returnToPlace()
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StyleProvider cache={keptStyles()}>
      <App />
    </StyleProvider>,
  )
