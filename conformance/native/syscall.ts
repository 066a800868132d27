import { constants } from 'node:os'
import { getSystemErrorName } from 'node:util'

/**
 * The system calls that Node does not offer, through the optional package koffi: the only file that knows of it.
 *
 * All are synchronous and take place on the calling thread; one that fails throws a {@link SystemCallError}.
 */
export interface SystemCalls {
  /** unshare(2): the calling thread leaves what `flags` names. */
  unshare(flags: number): void
  /** setns(2): the calling thread enters the namespace that the descriptor stands for. */
  setns(descriptor: number, kind: number): void
  /** ioctl(2) on a structure, which is read and written in place. */
  ioctl(descriptor: number, request: number, argument: Uint8Array): void
  /** ioctl(2) with a number, not negative, for its argument. */
  ioctlWith(descriptor: number, request: number, argument: number): void
  /** socket(2); returns a descriptor. */
  socket(domain: number, type: number, protocol: number): number
  /** close(2) of what {@link socket} returned: Node would warn of a descriptor that it did not open. */
  close(descriptor: number): void
  /** bind(2) to an address given as the bytes of its `sockaddr`. */
  bind(descriptor: number, address: Uint8Array): void
  /** setsockopt(2) of an `int`. */
  setsockopt(descriptor: number, level: number, option: number, value: number): void
  /** send(2); returns the bytes sent. */
  send(descriptor: number, data: Uint8Array, flags: number): number
  /** sendto(2) an address given as the bytes of its `sockaddr`; returns the bytes sent. */
  sendto(descriptor: number, data: Uint8Array, flags: number, address: Uint8Array): number
  /**
   * A function that calls recvmsg(2) into these two buffers each time. It returns the bytes of data and of control, or
   * `undefined` if nothing waits (EAGAIN).
   */
  receiver(descriptor: number, data: Uint8Array, control: Uint8Array): (flags: number) => Received | undefined
}

/** What recvmsg(2) received: bytes of data, bytes of control. */
export interface Received {
  readonly length: number
  readonly control: number
}

/** A system call failed. `code` is the name of the error, `EPERM` say. */
export class SystemCallError extends Error {
  override readonly name = 'SystemCallError'
  readonly code: string

  constructor(call: string, errno: number) {
    const code = errorName(errno)
    super(`${call}: ${code}`)
    this.code = code
  }
}

/** Errors of Linux that Node has no name for. */
const unnamed: Readonly<Record<number, string>> = { 77: 'EBADFD' }

/** The name of an error by its number, which is positive: `EPERM`. */
export const errorName = (errno: number): string => unnamed[errno] ?? getSystemErrorName(-errno)

/** Loads the system calls, or says why they cannot be had here. */
export async function loadSystemCalls(): Promise<SystemCalls | string> {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`
  try {
    const { default: koffi } = await import('koffi')
    return bindTo(koffi)
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return `koffi is not installed (npm install koffi): ${why}`
  }
}

type Koffi = typeof import('koffi')['default']

function bindTo(koffi: Koffi): SystemCalls {
  const libc = koffi.load(null)
  const declare = (definition: string) => libc.func(definition)
  const unshare = declare('int unshare(int flags)')
  const setns = declare('int setns(int fd, int kind)')
  const ioctl = declare('int ioctl(int fd, ulong request, uint8_t *argument)')
  const ioctlWith = declare('int ioctl(int fd, ulong request, ulong argument)')
  const socket = declare('int socket(int domain, int type, int protocol)')
  const close = declare('int close(int fd)')
  const bind = declare('int bind(int fd, uint8_t *address, uint32_t length)')
  const setsockopt = declare('int setsockopt(int fd, int level, int option, uint8_t *value, uint32_t length)')
  const send = declare('long send(int fd, uint8_t *data, ulong length, int flags)')
  const sendto = declare(
    'long sendto(int fd, uint8_t *data, ulong length, int flags, uint8_t *address, uint32_t addressLength)',
  )
  const recvmsg = declare('long recvmsg(int fd, uint8_t *message, int flags)')

  function call(name: string, result: number): number {
    if (result < 0) throw new SystemCallError(name, koffi.errno())
    return result
  }

  /** `struct msghdr` for one `struct iovec`, both as 64-bit Linux lays them out. */
  function messageHeader(data: Uint8Array, control: Uint8Array): { header: Buffer; vector: Buffer } {
    const vector = Buffer.alloc(16)
    vector.writeBigUInt64LE(koffi.address(data), 0)
    vector.writeBigUInt64LE(BigInt(data.byteLength), 8)
    const header = Buffer.alloc(56)
    header.writeBigUInt64LE(koffi.address(vector), 16)
    header.writeBigUInt64LE(1n, 24)
    header.writeBigUInt64LE(koffi.address(control), 32)
    return { header, vector }
  }

  return {
    unshare: (flags) => void call('unshare', unshare(flags)),
    setns: (descriptor, kind) => void call('setns', setns(descriptor, kind)),
    ioctl: (descriptor, request, argument) => void call('ioctl', ioctl(descriptor, request, argument)),
    ioctlWith: (descriptor, request, argument) => void call('ioctl', ioctlWith(descriptor, request, argument)),
    socket: (domain, type, protocol) => call('socket', socket(domain, type, protocol)),
    close: (descriptor) => void call('close', close(descriptor)),
    bind: (descriptor, address) => void call('bind', bind(descriptor, address, address.byteLength)),
    setsockopt(descriptor, level, option, value) {
      const bytes = new Uint8Array(Int32Array.of(value).buffer)
      call('setsockopt', setsockopt(descriptor, level, option, bytes, 4))
    },
    send: (descriptor, data, flags) => call('send', send(descriptor, data, data.byteLength, flags)),
    sendto: (descriptor, data, flags, address) =>
      call('sendto', sendto(descriptor, data, data.byteLength, flags, address, address.byteLength)),
    receiver(descriptor, data, control) {
      // The header holds addresses only: whatever it points to is kept alive here, in the closure.
      const kept = { ...messageHeader(data, control), data, control }
      return (flags) => {
        kept.header.writeBigUInt64LE(BigInt(kept.control.byteLength), 40)
        const length: number = recvmsg(descriptor, kept.header, flags)
        if (length < 0 && koffi.errno() === constants.errno.EAGAIN) return undefined
        call('recvmsg', length)
        return { length, control: Number(kept.header.readBigUInt64LE(40)) }
      }
    },
  }
}
