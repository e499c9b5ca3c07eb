import type { KeyId, PatientKey } from '@huren/records'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { ask } from '../api.ts'
import { type Model, readModel } from './data/model.ts'
import { api, type Site, send } from './data/server.ts'
import { type Device, loadDevice, makeDevice } from './device/device.ts'
import { hasPasskey } from './device/passkey.ts'
import { signCard, signPresence } from './device/sign.ts'

export interface KeyState {
  /** `none`: this device has no key yet. */
  readonly state: 'none' | 'unbound' | 'bound' | 'not-yet-valid' | 'expired' | 'revoked' | 'replaced'
  readonly binding?: PatientKey
  readonly replacedBy?: KeyId
  readonly keys: readonly KeyId[]
}
export interface Names {
  readonly institutions?: Readonly<Record<string, { zh: string; en: string }>>
  readonly items?: Readonly<Record<string, { zh: string; en: string }>>
  readonly reasons?: Readonly<Record<string, { zh: string; en: string }>>
}

interface Door {
  readonly site?: Site
  readonly device?: Device
  readonly keyState?: KeyState
  readonly names: Names
  readonly model?: Model
  readonly problem?: string
  /** Nobody is signed in, and a passkey may do it. */
  readonly signedOut?: boolean
  /** Makes this device's keys and shows them to the server. */
  readonly makeKey: () => Promise<void>
  /** Asks whether the key is bound now. */
  readonly checkKey: () => Promise<void>
  /** Reads letters and ledger anew. */
  readonly reload: () => Promise<void>
}

const idle = async () => {}
const DoorContext = createContext<Door>({ names: {}, makeKey: idle, checkKey: idle, reload: idle })
export const useDoor = () => useContext(DoorContext)
/** For pages that are shown only when all of it is there. */
export const useOpenDoor = () => {
  const { site, device, model, ...rest } = useDoor()
  if (!site || !device || !model) throw new Error('this page is shown behind an open door only')
  return { site, device, model, ...rest }
}

const show = async (device: Device, site: Site): Promise<KeyState> =>
  JSON.parse(await send('presence', await signPresence(device, site)))

/** Whoever writes to this device needs its card. */
const leaveCard = async (device: Device) => void (await send('cards', await signCard(device)))

/** Who is signed in; a browser with a passkey is asked for it, another one goes to the provider. */
const enter = async (): Promise<Site | undefined> => {
  const isOut = hasPasskey() && (await fetch(`${api}/site`)).status === 401
  return isOut ? undefined : JSON.parse(await ask(`${api}/site`))
}

const openDoor = async () => {
  const site = await enter()
  if (!site) return { names: {}, signedOut: true }
  const [device, names] = await Promise.all([loadDevice(site.account), ask(`${api}/names`).then(JSON.parse)])
  if (!device) return { site, names, keyState: { state: 'none', keys: [] } as const }
  return { site, names, device, keyState: await show(device, site) }
}

type Opened = Pick<Door, 'site' | 'device' | 'keyState' | 'names' | 'model' | 'problem' | 'signedOut'>

export const DoorProvider = ({ children }: { readonly children: ReactNode }) => {
  const [door, setDoor] = useState<Opened>({ names: {} })
  const { site, device, keyState } = door
  const fail = useCallback(
    (error: unknown) =>
      setDoor((old) => ({ ...old, problem: error instanceof Error ? error.message : String(error) })),
    [],
  )
  useEffect(() => void openDoor().then(setDoor, fail), [fail])
  const isBound = keyState?.state === 'bound'
  const reload = useCallback(async () => {
    if (!device || !isBound) return
    const model = await readModel(device, keyState.keys)
    setDoor((old) => ({ ...old, model }))
  }, [device, isBound, keyState])
  useEffect(() => {
    if (!device || !isBound) return
    Promise.all([leaveCard(device), reload()]).catch(fail)
  }, [device, isBound, reload, fail])
  // whoever comes back to the page sees what is on the ledger now
  useEffect(() => {
    const onVisible = () => {
      // what was read stays when the server is away; the page says when that was
      if (document.visibilityState === 'visible') reload().catch(() => undefined)
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [reload])
  const makeKey = useCallback(async () => {
    if (!site) return
    const made = await makeDevice(site.account)
    const fresh: Site = JSON.parse(await ask(`${api}/site`))
    setDoor({ site, names: door.names, device: made, keyState: await show(made, fresh) })
  }, [site, door.names])
  const checkKey = useCallback(async () => {
    const now: KeyState = JSON.parse(await ask(`${api}/key`))
    setDoor((old) => (old.keyState?.state === now.state ? old : { ...old, keyState: now }))
  }, [])
  const value = useMemo(() => ({ ...door, makeKey, checkKey, reload }), [door, makeKey, checkKey, reload])
  return <DoorContext value={value}>{children}</DoorContext>
}
