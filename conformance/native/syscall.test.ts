import { describe, expect, it } from 'vitest'
import { loadSystemCalls, SystemCallError } from './syscall.ts'

const system = await loadSystemCalls()
const AF_INET = 2
const SOCK_DGRAM = 2

describe('system calls', () => {
  it('are there, or say what is missing', () => {
    if (typeof system === 'string') expect(system).toMatch(/koffi is not installed|needs Linux/)
    else expect(system.receiver).toBeTypeOf('function')
  })

  it('name their errors', () => {
    expect(new SystemCallError('bind', 13)).toMatchObject({ code: 'EACCES', message: 'bind: EACCES' })
  })

  describe.runIf(typeof system !== 'string')('on this machine', () => {
    const calls = () => {
      if (typeof system === 'string') throw new Error(system)
      return system
    }
    /** 127.0.0.1 and a port, as a `sockaddr_in`. */
    const address = (port: number): Uint8Array =>
      Uint8Array.of(2, 0, port >> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)

    it('fail with the name of the error', () => {
      expect(() => calls().setns(-1, 0)).toThrow(SystemCallError)
      expect(() => calls().setns(-1, 0)).toThrow('setns: EBADF')
      expect(() => calls().ioctl(-1, 0, new Uint8Array(4))).toThrow('ioctl: EBADF')
      expect(() => calls().send(-1, new Uint8Array(4), 0)).toThrow('send: EBADF')
      expect(() => calls().unshare(-1)).toThrow('unshare: EINVAL')
    })

    it('receive nothing where nothing waits', () => {
      const socket = calls().socket(AF_INET, SOCK_DGRAM, 0)
      calls().bind(socket, address(0))
      calls().setsockopt(socket, 1, 8, 65536)
      const receive = calls().receiver(socket, Buffer.alloc(16), Buffer.alloc(16))
      expect(receive(0x40)).toBeUndefined()
      calls().close(socket)
      expect(() => receive(0x40)).toThrow('recvmsg: EBADF')
      expect(() => calls().close(socket)).toThrow('close: EBADF')
    })
  })
})
