import type { Payload } from '@huren/records'
import { useState } from 'react'
import { useWords, type Words } from '../../language.tsx'
import { prove } from '../../proof/prove.ts'
import { refusalWords } from '../../refusal-words.ts'
import { api } from '../data/server.ts'
import { type Submitted, signStatement, submit } from '../data/submit.ts'
import { useOpenDoor } from '../door.tsx'
import { Notice } from './notice.tsx'

export type Stage = 'signing' | 'sent' | 'committed' | 'witnessed'
const stages = [
  { stage: 'signing', zh: '在本机签名', en: 'Signed on this device' },
  { stage: 'sent', zh: '交给网关', en: 'Handed to the gateway' },
  { stage: 'committed', zh: '账本已接受', en: 'Accepted by the ledger' },
  {
    stage: 'witnessed',
    zh: '监管与共识机构已见证，本机已核验',
    en: 'Witnessed, and verified on this device',
  },
] as const

/** What is to be signed, by the name of its record type. */
export type ToSign = readonly (readonly [type: string, payload: Payload])[]

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
/** Notaries witness about once a second; a minute without is said. */
const patience = 60

/** Waits until the receipt of a statement verifies here; false when it does not come. @throws Error on a lie */
const untilWitnessed = async (id: string, text: string): Promise<boolean> => {
  for (let round = 0; round < patience; round++) {
    const proof = await prove(id, text, api)
    if (proof.kind === 'proven') return true
    if (proof.kind === 'lie') throw new Error(`${proof.zh} ${proof.en}`)
    await pause(1000)
  }
  return false
}

/** In words first; the code is for whoever is asked about it. */
const whyRefused = ({ code, stage, detail = '' }: Submitted['result']): string => {
  const words = refusals[code ?? '']
  return [words && `${words.zh} ${words.en}`, code ?? stage, detail].filter(Boolean).join(' ')
}
const refusals: Readonly<Record<string, Words>> = refusalWords

/** Signs statements on this device, submits them, and follows them until they are witnessed. */
export const useSigning = () => {
  const { site, device, reload } = useOpenDoor()
  const [stage, setStage] = useState<Stage>()
  const [problem, setProblem] = useState<string>()
  const run = async (statements: ToSign) => {
    setProblem(undefined)
    setStage('signing')
    const envelopes = await Promise.all(
      statements.map(([type, payload]) => signStatement(device, type, payload)),
    )
    setStage('sent')
    const submitted = await submit(site, device, envelopes)
    const refused = submitted.find(({ result }) => result.stage !== 'committed')
    if (refused) throw new Error(whyRefused(refused.result))
    setStage('committed')
    return submitted
  }
  const sign = async (statements: ToSign, afterwards: () => Promise<void> = async () => {}) => {
    try {
      const submitted = await run(statements)
      await afterwards()
      const seen = await Promise.all(submitted.map(({ id, text }) => untilWitnessed(id, text)))
      if (seen.every(Boolean)) setStage('witnessed')
      await reload()
    } catch (error) {
      setStage(undefined)
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return { stage, problem, sign, busy: stage !== undefined && stage !== 'witnessed' }
}

/** How far what was signed has come. */
export const Stages = ({
  stage,
  problem,
}: {
  readonly stage?: Stage | undefined
  readonly problem?: string | undefined
}) => {
  const { t, say } = useWords()
  const reached = stages.findIndex((each) => each.stage === stage)
  return (
    <>
      {problem && (
        <Notice kind="bad">
          {t('没有成功：', 'It did not work: ')}
          {problem}
        </Notice>
      )}
      {stage && (
        <ol className="stages" aria-live="polite" data-stage={stage}>
          {stages.map((each, i) => (
            <li key={each.stage} className={i <= reached ? 'done' : ''}>
              {say(each)}
              {i <= reached && <span className="hidden">{t('，已完成', ', done')}</span>}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
