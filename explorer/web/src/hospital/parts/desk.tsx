import { Alert, Button, Space } from 'antd'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { type Answer, ask, useAsked } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { type Device, loadDevice, makeDevice } from '../../patient/device/device.ts'
import { adviceFor } from '../data/advice.ts'
import { askGateway, GatewayProblem } from '../data/gateway.ts'
import type { DeskState, Site } from '../data/site.ts'

interface Desk {
  readonly site?: Site
  /** Milliseconds by which this computer's clock is ahead of the server's. */
  readonly skew: number
  /** This desk's key: made in this browser, never exported. */
  readonly device?: Device
  readonly desk?: DeskState
  readonly problem?: string
  readonly makeKey: () => Promise<void>
  /** Asks the ledger again about this desk's key. */
  readonly check: () => Promise<void>
}

const idle = async () => {}
const DeskContext = createContext<Desk>({ skew: 0, makeKey: idle, check: idle })
export const useDesk = () => useContext(DeskContext)

const stateOf = async (device: Device | undefined): Promise<DeskState> =>
  device ? JSON.parse(await ask(`/api/hospital/desks/${device.key}`)) : { state: 'none' }

/** Who the hospital is and what this desk's key may do, for all pages of the door. */
export const DeskProvider = ({
  account,
  children,
}: {
  readonly account: string
  readonly children: ReactNode
}) => {
  const [known, setKnown] = useState<Omit<Desk, 'makeKey' | 'check'>>({ skew: 0 })
  useEffect(() => {
    const open = async () => {
      const site: Site = JSON.parse(await ask('/api/hospital/site'))
      const skew = Date.now() - Date.parse(site.now)
      const device = await loadDevice(account)
      setKnown({ site, skew, desk: await stateOf(device), ...(device && { device }) })
    }
    open().catch(({ message }: Error) => setKnown({ skew: 0, problem: message }))
  }, [account])
  const makeKey = useCallback(async () => {
    const device = await makeDevice(account)
    const desk = await stateOf(device)
    setKnown((old) => ({ ...old, device, desk }))
  }, [account])
  const { device } = known
  const check = useCallback(async () => {
    const desk = await stateOf(device)
    setKnown((old) => (old.desk?.state === desk.state ? old : { ...old, desk }))
  }, [device])
  const value = useMemo(() => ({ ...known, makeKey, check }), [known, makeKey, check])
  return <DeskContext value={value}>{children}</DeskContext>
}

/** Shows what only the gateway knows, once this desk's key opens it. */
export const WithGateway = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useWords()
  const { site, desk, problem } = useDesk()
  if (problem) return <Alert type="error" title={problem} />
  if (!site || !desk) return <Alert type="info" title={t('正在读取…', 'Loading…')} />
  if (!site.gateway)
    return <Alert type="warning" title={t('本站没有配置网关。', 'No gateway is configured at this site.')} />
  if (desk.state !== 'active')
    return (
      <Alert
        type="warning"
        showIcon
        data-needs-desk={desk.state}
        title={t(
          '排队、死信和未上链的拒绝只有网关知道，要用本机密钥签名去问。',
          'What waits, what died and what never reached the ledger is known to the gateway alone; this desk’s key asks it.',
        )}
        action={<a href="#/desk">{t('登记本机密钥', 'Register this desk’s key')}</a>}
      />
    )
  return children
}

/** What went wrong with the gateway, and what to do about it. */
export const GatewayTrouble = ({
  problem,
  onAgain,
}: {
  readonly problem: Error
  readonly onAgain?: () => void
}) => {
  const { t, say } = useWords()
  const { skew } = useDesk()
  const code = problem instanceof GatewayProblem ? problem.code : ''
  const advice = adviceFor(code)
  const minutes = Math.round(Math.abs(skew) / 60_000)
  return (
    <Alert
      type="error"
      showIcon
      data-trouble={code}
      title={advice ? say(advice) : problem.message}
      description={
        <Space orientation="vertical">
          <span>
            {code} {advice && problem.message}
          </span>
          {code === 'signature-stale' && minutes > 0 && (
            <span>{t(`相差约 ${minutes} 分钟。`, `They differ by about ${minutes} minutes.`)}</span>
          )}
          {onAgain && <Button onClick={onAgain}>{t('再试一次', 'Try again')}</Button>}
        </Space>
      }
    />
  )
}

interface Answered<T> extends Answer<T> {
  readonly again: () => void
}

/** What the gateway answers this desk; asked again by hand, or when `version` grows. */
export const useGateway = <T,>(path: string, version = 0): Answered<T> => {
  const { site, device } = useDesk()
  const [round, setRound] = useState(0)
  const opens = site && device ? { site, device } : undefined
  const answer = useAsked<T>(opens && `${device?.key} ${path}`, round + version, async () => {
    if (!opens) throw new Error('nothing is asked before the desk is known')
    return askGateway<T>(opens.site, opens.device, path)
  })
  const again = useCallback(() => setRound((old) => old + 1), [])
  return { ...answer, again }
}
