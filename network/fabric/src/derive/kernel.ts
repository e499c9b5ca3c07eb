import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Settings of Linux for every machine (or container) with a node; names of sysctl(8). An orderer that connects to another
 * one does nothing else meanwhile. Where a partition swallows every packet, that takes gRPC's 20 seconds for each orderer
 * over there with Linux's own six attempts; leaders are given up in the meantime and nothing is ordered until the
 * partition is over. One repeated attempt makes it three seconds.
 */
export const kernelSettings = { 'net.ipv4.tcp_syn_retries': 1 } as const
export type KernelSetting = keyof typeof kernelSettings

/** A file for /etc/sysctl.d (sysctl.d(5)). */
export const sysctlFile = '90-huren.conf'
export const sysctlText = (): string =>
  Object.entries(kernelSettings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')

const settingHere = async (name: KernelSetting) =>
  Number(await readFile(join('/proc/sys', ...name.split('.')), 'utf8').catch(() => Number.NaN))

/** Which of them this machine has otherwise, with its value; none where it cannot be told. */
export const otherKernelSettings = async (): Promise<{ name: KernelSetting; value: number }[]> => {
  const names = Object.keys(kernelSettings) as KernelSetting[]
  const found = await Promise.all(names.map(async (name) => ({ name, value: await settingHere(name) })))
  return found.filter(({ name, value }) => Number.isFinite(value) && value !== kernelSettings[name])
}
