import type { Commands } from './command.ts'
import { fault, stopQueue } from './fault.ts'
import { createGather } from './gather.ts'
import { count, type Layout } from './layout.ts'
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
  /** Where an acknowledgement is put together with the reply behind it. */
  readonly answer: number
}

/** The control queue of a device. */
export function createControl({ layout, memory, ring, commands, at, longest, answer }: ControlParts): Control {
  const { segmentAddress, segmentLength, readableCount, readableBytes, writableBytes } = layout
  const gather = createGather(layout, memory)

  /** Copies `length` bytes from `from` to the device-writable part of the chain, which has room for them. */
  function scatter(from: number, length: number): void {
    let done = 0
    for (let segment = readableCount[0] as number; done < length; segment++) {
      const part = Math.min(segmentLength[segment] as number, length - done)
      memory.give(segmentAddress[segment] as number, from + done, part)
      done += part
    }
  }

  function execute(length: number): boolean {
    gather(at, Math.min(length, longest))
    return length > longest ? commands.executeLong(at, length) : commands.execute(at, length)
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
      memory.view.setUint8(answer, accepted ? acknowledgement.OK : acknowledgement.ERR)
      const length = Math.min(1 + (accepted ? (layout.replyLength[0] as number) : 0), writableBytes[0] as number)
      scatter(answer, length)
      count(layout.commandsDone, 0)
      if (accepted) count(layout.commandsAccepted, 0)
      ring.complete(queue, head, length)
      return true
    },
  }
}
