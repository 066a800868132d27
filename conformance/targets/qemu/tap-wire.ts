import { closeSync } from 'node:fs'
import { inFreshNetworkNamespace } from '../../native/network-namespace.ts'
import { openPacketSocket, type PacketSocket } from '../../native/packet-socket.ts'
import { loadSystemCalls, SystemCallError } from '../../native/syscall.ts'
import { openTap } from '../../native/tap.ts'
import type { Wire } from './wire.ts'

/** What QEMU reads off one queue of a tap in one turn of its main loop. */
const framesPerTurn = 50
/** Frames that wait in each queue: more than any plan sends. */
const room = 4096

/** A packet socket that is bound to the tap. */
type BoundSocket = Omit<PacketSocket, 'sendTo'>

/** The wire of many queue pairs: a tap in a network namespace of its own, and a packet socket beside QEMU on it. */
export class TapWire implements Wire {
  readonly says: string
  readonly pairs: number
  readonly descriptors: readonly number[]
  readonly #socket: BoundSocket
  #open = true

  /** A wire over descriptors that are the wire's from now on. */
  constructor(queues: readonly number[], socket: BoundSocket) {
    this.says = `wire: a tap of ${queues.length} queues in a network namespace of its own, without vhost`
    this.pairs = queues.length
    this.descriptors = queues
    this.#socket = socket
  }

  netdev(first: number): string {
    return `tap,fds=${this.descriptors.map((_, queue) => first + queue).join(':')},vhost=off`
  }

  /** QEMU has the queues now: with its end, tap and namespace end. */
  attach(): void {
    if (this.#open) for (const queue of this.descriptors) closeSync(queue)
    this.#open = false
  }

  /** The kernel has put it into a queue of the tap when this settles, or had no room there. */
  async inject(frame: Uint8Array): Promise<boolean> {
    return this.#socket.send(frame)
  }

  capture(): readonly Uint8Array[] {
    return this.#socket.receive()
  }

  /** A frame is in the packet socket before QEMU's write into the tap returns. */
  async arrived(): Promise<void> {}

  turnsFor(frames: number): number {
    return Math.ceil(frames / framesPerTurn)
  }

  close(): void {
    this.attach()
    this.#socket.close()
  }
}

/** Opens a tap of `pairs` queues in a namespace of its own, or says why there can be none. */
export async function openTapWire(pairs: number): Promise<TapWire | string> {
  const system = await loadSystemCalls()
  if (typeof system === 'string') return system
  try {
    return inFreshNetworkNamespace(system, () => {
      const tap = openTap(system, pairs, room)
      try {
        return new TapWire(tap.queues, openPacketSocket(system, tap.index))
      } catch (error) {
        for (const queue of tap.queues) closeSync(queue)
        throw error
      }
    })
  } catch (error) {
    return reasonOf(error)
  }
}

/** Only what the machine withholds is a reason; anything else is a fault and thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof SystemCallError && error.code === 'EPERM') return 'needs root for a tap'
  if (error instanceof SystemCallError) return `this machine gives no tap: ${error.message}`
  if (error instanceof Error && 'path' in error && error.path === '/dev/net/tun') {
    return 'code' in error && error.code === 'ENOENT' ? 'there is no /dev/net/tun' : 'needs root for /dev/net/tun'
  }
  throw error
}
