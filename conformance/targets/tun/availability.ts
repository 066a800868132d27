import { accessSync, constants } from 'node:fs'
import { release } from 'node:os'
import { loadSystemCalls, SystemCallError, type SystemCalls } from '../../native/syscall.ts'
import { TunHost } from './host.ts'

/** The system calls by which tun is driven on this machine, or why it cannot be. */
export async function tunAvailability(): Promise<SystemCalls | string> {
  const system = await loadSystemCalls()
  if (typeof system === 'string') return system
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK)
  } catch {
    return '/dev/net/tun is not there, or may not be opened'
  }
  try {
    new TunHost(system).close()
  } catch (error) {
    if (!(error instanceof SystemCallError)) throw error
    return `needs CAP_NET_ADMIN and CAP_SYS_ADMIN, for a network namespace of its own (${error.message})`
  }
  return system
}

/** The version of this machine's kernel: `6.18.44`. */
export const kernelVersion = (): string => /^\d+(\.\d+)*/.exec(release())?.[0] ?? release()
