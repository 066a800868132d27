import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader } from '../../engine/frame.ts'
import { createFrameHash } from '../../engine/hash-report.ts'
import { layOut } from '../../engine/layout.ts'
import { allocateMemory } from '../../engine/memory.ts'
import { createToeplitz } from '../../engine/toeplitz.ts'
import { arrayOf, type Bytes, bytes, hexOf } from '../../model/kernel/bytes.ts'
import { isReported, reports } from '../../model/net/reporting.ts'
import { type Flow, flow } from '../../properties/plans/flow.ts'
import { frameOf, frameShape } from '../../properties/plans/frame.ts'
import { hashOfFlow } from '../../properties/plans/hash-of-flow.fixture.ts'
import { extendedFlow, oddFlow } from '../../properties/plans/odd-flow.ts'

const destination = bytes('525400123456')
const layout = layOut({ device: 1, queues: 1, chain: 1, table: 1, backlog: 1 })
const memory = allocateMemory(0, 4096)
const reader = createFrameReader(layout, memory)
const toeplitz = createToeplitz(layout)
const hash = createFrameHash(layout, toeplitz)
const at = 8

/** What the engine makes of a frame. */
function byEngine(frame: Bytes, types: number, key: Bytes) {
  const data = arrayOf(frame)
  memory.bytes.fill(0xa5)
  memory.bytes.set(data, at)
  toeplitz.setKey(arrayOf(key), 0, key.length / 2)
  layout.hashTypes[0] = types
  reader.read(at, data.length)
  hash()
  return { report: layout.hashReport[0] ?? -1, value: layout.hashValue[0] ?? -1 }
}

/** What the model allows for it. */
const byModel = (frame: Bytes, types: number, key: Bytes) =>
  reports({ kind: 'enabled', types, key, binding: true }, frame) ?? []

const anyKey = fc.uint8Array({ minLength: 40, maxLength: 64 }).map(hexOf)
const anyTypes = fc.oneof(fc.constant(0x1ff), fc.nat(0x1ff))
const frames = (flows: fc.Arbitrary<Flow>) => fc.tuple(flows, frameShape, fc.nat(0xffff), anyTypes, anyKey)

test('model, engine and the flow itself have one hash where the text decides', () => {
  fc.assert(
    fc.property(frames(fc.oneof(flow, extendedFlow)), ([flow, shape, id, types, key]) => {
      const frame = frameOf(flow, { id, destination, shape })
      const expected = hashOfFlow(flow, types, key)
      expect(byModel(frame, types, key)).toEqual([expected])
      expect(byEngine(frame, types, key)).toEqual(expected)
    }),
    { numRuns: 2000 },
  )
})

test('what the engine makes of odd frames is among what the model allows', () => {
  fc.assert(
    fc.property(frames(oddFlow), ([flow, shape, id, types, key]) => {
      const frame = frameOf(flow, { id, destination, shape })
      const shown = byEngine(frame, types, key)
      const allowed = byModel(frame, types, key)
      expect(isReported(shown, allowed), JSON.stringify({ frame, types, shown, allowed })).toBe(true)
    }),
    { numRuns: 4000 },
  )
})

test('and of frames that end anywhere', () => {
  const cut = fc.tuple(frames(fc.oneof(flow, oddFlow)), fc.nat(160))
  fc.assert(
    fc.property(cut, ([[flow, shape, id, types, key], length]) => {
      const frame = frameOf(flow, { id, destination, shape }).slice(0, 2 * length) as Bytes // the first bytes of a frame
      const shown = byEngine(frame, types, key)
      const allowed = byModel(frame, types, key)
      expect(isReported(shown, allowed), JSON.stringify({ frame, types, shown, allowed })).toBe(true)
    }),
    { numRuns: 4000 },
  )
})
