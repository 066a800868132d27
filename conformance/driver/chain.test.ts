import { beforeEach, describe, expect, test } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import { Arena } from './arena.ts'
import { type Chain, takeBack } from './chain.ts'
import { FakeMemory } from './fake-device.fixture.ts'
import type { Owner, Region } from './ownership.ts'

let arena: Arena

beforeEach(() => {
  arena = new Arena(new FakeMemory())
})

const queue = queueIndex(3)

function buffer(owner: Owner, ...contents: readonly number[]): Region {
  const address = arena.place(contents.length, 1, Uint8Array.from(contents))
  return { address, length: contents.length, queue, chain: 7, owner }
}

const chainOf = (...buffers: readonly Region[]): Chain => ({
  id: 7,
  buffers,
  descriptors: buffers.map((_, index) => index),
})

/** What the device does behind the driver's back. */
const deviceWrites = ({ address }: Region, ...contents: readonly number[]) =>
  arena.memory.write(address, Uint8Array.from(contents))

describe('a chain that comes back', () => {
  test('holds all of its device-writable part, in order, written or not', () => {
    const parts = [buffer('device', 1, 2), buffer('device', 3), buffer('device', 4, 5)]
    const [first, , last] = parts
    if (first === undefined || last === undefined) throw new Error('fault: no buffers')
    deviceWrites(first, 0xaa)
    deviceWrites(last, 0xbb, 0xcc)
    expect(takeBack(chainOf(...parts), arena)).toEqual({ written: 'aa0203bbcc', scribbles: [] })
  })

  test('leaves out what the device reads', () => {
    const chain = chainOf(buffer('device-readable', 1, 2), buffer('device', 3))
    expect(takeBack(chain, arena)).toEqual({ written: '03', scribbles: [] })
    expect(takeBack(chainOf(), arena)).toEqual({ written: '', scribbles: [] })
  })

  test('shows once that device-readable buffers were altered', () => {
    const [header, command, ack] = [
      buffer('device-readable', 1, 2),
      buffer('device-readable', 3),
      buffer('device', 0xff),
    ]
    deviceWrites(header, 1, 9)
    deviceWrites(command, 9)
    deviceWrites(ack, 0)
    expect(takeBack(chainOf(header, command, ack), arena)).toEqual({
      written: '00',
      scribbles: [{ kind: 'device.scribbles', on: 'device-readable', queue: 3, chain: 7 }],
    })
  })

  test('belongs to the driver from then on, as it came back: every buffer is watched', () => {
    const parts = [buffer('device-readable', 1, 2), buffer('device', 3)]
    for (const part of parts) deviceWrites(part, 9)
    takeBack(chainOf(...parts), arena)
    expect(parts.map(({ owner }) => owner)).toEqual(['returned-buffer', 'returned-buffer'])
    expect(parts.map(({ address, length }) => [...arena.image(address, length)])).toEqual([[9, 2], [9]])
  })
})
