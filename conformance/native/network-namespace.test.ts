import { describe, expect, it } from 'vitest'
import { inFreshNetworkNamespace } from './network-namespace.ts'
import { SystemCallError, type SystemCalls } from './syscall.ts'

const unused = (): never => {
  throw new Error('not to be called')
}
/** System calls of which only the two that move between namespaces are there, and write down what they are asked. */
function calls(unshare: (flags: number) => void, log: string[] = []): SystemCalls {
  return {
    unshare(flags) {
      log.push(`unshare ${flags.toString(16)}`)
      unshare(flags)
    },
    setns: (_, kind) => void log.push(`setns ${kind.toString(16)}`),
    ioctl: unused,
    ioctlWith: unused,
    socket: unused,
    close: unused,
    bind: unused,
    setsockopt: unused,
    send: unused,
    sendto: unused,
    receiver: unused,
  }
}

describe('a fresh network namespace', () => {
  it('is not returned from where it was not entered', () => {
    const log: string[] = []
    const refuse = () => {
      throw new SystemCallError('unshare', 1)
    }
    expect(() => inFreshNetworkNamespace(calls(refuse, log), unused)).toThrow('unshare: EPERM')
    expect(log).toEqual(['unshare 40000000'])
  })
})
