import { endianness } from 'node:os'
import { SystemCallError, type SystemCalls } from './syscall.ts'

const AF_NETLINK = 16
const SOCK_RAW = 3
const SOCK_CLOEXEC = 0o2000000
const RTM_DELLINK = 17
const NLM_F_REQUEST = 0x1
const NLM_F_ACK = 0x4

/** Deletes interfaces of the network namespace that it was opened in. */
export interface LinkDeleter {
  /** Deletes an interface by its index; throws a {@link SystemCallError} if it cannot be. */
  delete(index: number): void
  close(): void
}

/** Opens a netlink socket that deletes interfaces. Needs CAP_NET_ADMIN where it is used. */
export function openLinkDeleter(system: SystemCalls): LinkDeleter {
  const socket = system.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0)
  const reply = Buffer.alloc(1024)
  const receive = system.receiver(socket, reply, Buffer.alloc(16))
  return {
    delete(index) {
      // The kernel does it before it returns, and has answered then.
      system.send(socket, deletion(index), 0)
      const got = receive(0)
      const error = got === undefined ? 0 : numberAt(reply, 16)
      if (error !== 0) throw new SystemCallError('RTM_DELLINK', -error)
    },
    close: () => system.close(socket),
  }
}

const isLittle = endianness() === 'LE'
const numberAt = (buffer: Buffer, at: number): number => (isLittle ? buffer.readInt32LE(at) : buffer.readInt32BE(at))

/** `struct nlmsghdr` of 16 bytes and `struct ifinfomsg` of 16. */
function deletion(index: number): Buffer {
  const message = Buffer.alloc(32)
  const put = (value: number, at: number, bytes: 2 | 4) =>
    isLittle ? message.writeUIntLE(value, at, bytes) : message.writeUIntBE(value, at, bytes)
  put(message.length, 0, 4)
  put(RTM_DELLINK, 4, 2)
  put(NLM_F_REQUEST | NLM_F_ACK, 6, 2)
  put(index, 20, 4)
  return message
}
