import '@fontsource/noto-sans-sc/400.css'
import '../plain/plain.css'
import { createRoot } from 'react-dom/client'
import { NoticeApp } from './app.tsx'

const root = document.getElementById('root')
if (root) createRoot(root).render(<NoticeApp />)
