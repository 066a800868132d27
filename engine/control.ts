import type { Commands } from './command.ts'
import { fault, stopQueue } from './fault.ts'
import { createGather } from './gather.ts'
import type { Layout } from './layout.ts'
import type { Memory } from './memory.ts'
import { noChain, type Ring } from './ring.ts'

/**
 * The control queue. Why it is fast: a command is gathered once into the device's own memory and checked there, where the
 * driver can no longer change it.
 *
 * A command takes effect before it is acknowledged, and is acknowledged before it is used. What is unknown or malformed is
 * acknowledged with VIRTIO_NET_ERR.
 */
export interface Control {
  /** Carries out the next command, if there is one; whether there was. */
  step(queue: number): boolean
}

const acknowledgement = { OK: 0, ERR: 1 } as const

/** What the control queue is made of. */
export interface ControlParts {
  readonly layout: Layout
  readonly memory: Memory
  readonly ring: Ring
  readonly commands: Commands
  /** Where a command is gathered. */
  readonly at: number
  /** Bytes of the longest command. */
  readonly longest: number
}

/** The control queue of a device. */
export function createControl({ layout, memory, ring, commands, at, longest }: ControlParts): Control {
  const { segmentAddress, segmentLength, readableCount, readableBytes, writableBytes } = layout
  const gather = createGather(layout, memory)

  /** Where the chain's first device-writable byte is. It must have one. */
  function firstWritable(): number {
    let segment = readableCount[0] as number
    while (segmentLength[segment] === 0) segment++
    return segmentAddress[segment] as number
  }

  function execute(length: number): boolean {
    if (length > longest) return false
    gather(at, length)
    return commands.execute(at, length)
  }

  return {
    step(queue) {
      const head = ring.next(queue)
      if (head === noChain) return false
      if (writableBytes[0] === 0) {
        stopQueue(layout, queue, fault.acknowledgement)
        return true
      }
      const accepted = execute(readableBytes[0] as number)
      memory.guestView.setUint8(firstWritable(), accepted ? acknowledgement.OK : acknowledgement.ERR)
      ring.complete(queue, head, 1)
      return true
    },
  }
}
