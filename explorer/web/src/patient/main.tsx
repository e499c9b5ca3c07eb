import '@fontsource/noto-sans-sc/400.css'
import '../plain/plain.css'
import './patient.css'
import { createRoot } from 'react-dom/client'
import { returnToPlace } from '../sign-in-again.ts'
import { PatientApp } from './app.tsx'

returnToPlace()
const root = document.getElementById('root')
if (root) createRoot(root).render(<PatientApp />)
