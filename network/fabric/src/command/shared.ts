import { Option } from 'commander'
import { readConsortium } from '../description/file.ts'
import { workspaceAt } from '../run/workspace.ts'

export const dataCentre = () =>
  new Option('--data-centre <name>', '只处理一个数据中心 / one data centre only')

export const print = (text: string) => process.stdout.write(`${text}\n`)
export const say = (zh: string, en: string) => print(`${zh} / ${en}`)

/** Reading needs no Fabric programs: only the folder. */
export const described = (folder: string) => {
  const workspace = workspaceAt(folder)
  return { workspace, consortium: readConsortium(workspace.description) }
}
