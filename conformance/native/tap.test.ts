import { closeSync, readlinkSync, readSync, writeSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inFreshNetworkNamespace } from './network-namespace.ts'
import { openPacketSocket } from './packet-socket.ts'
import { loadSystemCalls } from './syscall.ts'
import { openTap } from './tap.ts'

const system = await loadSystemCalls()

/** What `work` returns in a fresh namespace; `undefined` where this machine gives none. */
function tryInside<Result>(work: (calls: Exclude<typeof system, string>) => Result): Result | undefined {
  if (typeof system === 'string' || process.getuid?.() !== 0) return undefined
  return inFreshNetworkNamespace(system, () => work(system))
}
const possible = tryInside((calls) => {
  try {
    for (const queue of openTap(calls, 1).queues) closeSync(queue)
    return true
  } catch {
    return false
  }
})
const namespace = () => readlinkSync('/proc/thread-self/ns/net')
const frame = Buffer.from(`525400123456020000000001${'88b5'}${'5a'.repeat(50)}`, 'hex')
const tagged = Buffer.from(`525400123456020000000001${'81002005'}${'88b5'}${'5a'.repeat(50)}`, 'hex')

describe.runIf(possible === true)('a tap in a namespace of its own', () => {
  it('leaves this process where it was, also when the work fails', () => {
    const home = namespace()
    expect(tryInside(namespace)).not.toBe(home)
    expect(namespace()).toBe(home)
    expect(() =>
      tryInside(() => {
        throw new Error('in there')
      }),
    ).toThrow('in there')
    expect(namespace()).toBe(home)
  })

  it('carries frames both ways unaltered, VLAN tags too, and shows no others', () => {
    const made = tryInside((calls) => {
      const tap = openTap(calls, 2)
      return { tap, socket: openPacketSocket(calls, tap.index) }
    })
    if (made === undefined) throw new Error('no tap')
    const { tap, socket } = made
    for (const sent of [frame, tagged]) {
      expect(socket.send(sent)).toBe(true)
      const buffer = Buffer.alloc(200)
      const read = tap.queues.map((queue) => tryRead(queue, buffer)).find((length) => length > 0) ?? 0
      expect(buffer.subarray(10, read).equals(sent)).toBe(true)
      writeSync(tap.queues[1] ?? -1, Buffer.concat([Buffer.alloc(10), sent]))
    }
    expect(socket.receive().map((seen) => Buffer.from(seen))).toEqual([frame, tagged])
    expect(socket.receive()).toEqual([])
    socket.close()
    for (const queue of tap.queues) closeSync(queue)
  })

  it('says when a frame gets nowhere: too long, too short, or no room', () => {
    const made = tryInside((calls) => {
      const tap = openTap(calls, 1, 8)
      return { tap, socket: openPacketSocket(calls, tap.index) }
    })
    if (made === undefined) throw new Error('no tap')
    const { tap, socket } = made
    expect(socket.send(new Uint8Array(70_000))).toBe(false)
    expect(socket.send(new Uint8Array(13))).toBe(false)
    const sent = Array.from({ length: 12 }, () => socket.send(frame))
    expect(sent.slice(0, 8)).toEqual(Array(8).fill(true))
    expect(sent.at(-1)).toBe(false)
    socket.close()
    for (const queue of tap.queues) closeSync(queue)
  })

  it('has no more queues than the kernel gives', () => {
    expect(() => tryInside((calls) => openTap(calls, 257))).toThrow('ioctl: E2BIG')
  })
})

/** Bytes read off a queue, 0 where nothing waits. */
function tryRead(queue: number, buffer: Buffer): number {
  try {
    return readSync(queue, buffer)
  } catch {
    return 0
  }
}
