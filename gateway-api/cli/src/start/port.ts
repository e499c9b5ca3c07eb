import { once } from 'node:events'
import { createServer } from 'node:net'
import { UsageError } from '../exit.ts'
import { type Address, hostPort } from './settings.ts'

const explain = (address: Address, error: NodeJS.ErrnoException, setting: string): string => {
  const where = hostPort(address)
  if (error.code === 'EADDRINUSE')
    return `${where} 已被占用 is in use: choose another port with ${setting}=host:port`
  if (error.code === 'EACCES') return `${where} 无权监听 may not be listened on by this user`
  return `${where} 无法监听 cannot be listened on: ${error.message}`
}

/**
 * Makes sure that a port can be had, and picks one for 0, so that a process that restarts comes back at the same place.
 * @throws UsageError `port-unavailable`, naming the setting to change
 */
export const reservePort = async (address: Address, setting: string): Promise<Address> => {
  const server = createServer()
  try {
    server.listen(address.port, address.host)
    await once(server, 'listening')
    const bound = server.address()
    return typeof bound === 'object' && bound ? { host: address.host, port: bound.port } : address
  } catch (error) {
    throw new UsageError('port-unavailable', explain(address, error as NodeJS.ErrnoException, setting))
  } finally {
    server.close()
  }
}
