import type { ReconciliationVerdict } from '@huren/verify'
import { trustFile } from '../../proof/prove.ts'

const another: ReconciliationVerdict = {
  outcome: 'rejected',
  code: 'reconciliation-differs',
  sentence: {
    zh: '服务器给出的是另一家影像云的报告。',
    en: 'What the server showed is a report about another imaging cloud.',
  },
}

const verified = (text: string, trust: string): Promise<ReconciliationVerdict> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./judge-worker.ts', import.meta.url), { type: 'module' })
    const end = () => worker.terminate()
    worker.addEventListener('message', ({ data }: MessageEvent<ReconciliationVerdict>) => {
      end()
      resolve(data)
    })
    worker.addEventListener('error', ({ message }) => {
      end()
      reject(new Error(message || '核验程序没有载入 The verifier did not load'))
    })
    worker.postMessage({ text, trust })
  })

/**
 * Verifies a report: both lists complete, compared anew, signed by who compared; the server's word counts for nothing.
 * @param text the report's file
 * @param log the imaging cloud whose log it has to be about; any unless told
 */
export const judge = async (text: string, log?: string): Promise<ReconciliationVerdict> => {
  const verdict = await verified(text, (await trustFile()).text)
  const isAnother = verdict.outcome === 'valid' && log !== undefined && verdict.cloud.log.issuer !== log
  return isAnother ? another : verdict
}

/** Keys that signed a report which holds. */
export const signersOf = (text: string): readonly string[] =>
  (JSON.parse(text) as { report: { signatures: { keyid: string }[] } }).report.signatures.map(
    ({ keyid }) => keyid,
  )
