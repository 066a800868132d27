import { type Layout, layOut } from '../../engine/layout.ts'
import { createToeplitz } from '../../engine/toeplitz.ts'
import { toeplitz } from '../../model/net/toeplitz.ts'
import type { Compare, Setting, Variant } from '../comparison.ts'
import { digest, digestWord, emptyDigest } from '../digest.ts'
import { key } from '../scene.ts'

const inputs = 1024
const inputLength = 36
const capacities = { device: 1, queues: 1, chain: 1, table: 1, backlog: 1 }

/** Where things lie in the twin's memory. */
const place = { key: 0, inputs: 64, hashes: 64 + inputs * inputLength } as const
const imageSize = place.hashes + 4 * inputs

function image(): Uint8Array {
  const bytes = new Uint8Array(imageSize)
  bytes.set(key, place.key)
  for (let at = place.inputs; at < place.hashes; at++) bytes[at] = Math.imul(at, 0x85ebca6b) >>> 23
  return bytes
}

function answerOf(hashes: Uint32Array): string {
  return String(digestWord(emptyDigest, digest(new Uint8Array(hashes.buffer))))
}

function engineVariant(bytes: Uint8Array, length: number, times: number): Variant {
  const layout: Layout = layOut(capacities)
  const hasher = createToeplitz(layout)
  hasher.setKey(bytes, place.key, key.length)
  const view = new DataView(bytes.buffer)
  const hashes = new Uint32Array(inputs)
  const count = length / 4
  // Each where a frame's tuple would be: words in network order, ready to be hashed.
  const tuples = Array.from({ length: inputs }, (_, nth) =>
    Int32Array.from({ length: 9 }, (_, word) => view.getInt32(place.inputs + nth * inputLength + 4 * word, false)),
  )
  const once = (): void => {
    for (let nth = 0; nth < inputs; nth++) hashes[nth] = hasher.hash(tuples[nth] as Int32Array, count)
  }
  return {
    name: 'engine',
    operations: inputs * times,
    work() {
      for (let time = 0; time < times; time++) once()
    },
    answer() {
      once()
      return answerOf(hashes)
    },
  }
}

function modelVariant(bytes: Uint8Array, length: number): Variant {
  const hashes = new Uint32Array(inputs)
  const work = (): void => {
    for (let nth = 0; nth < inputs; nth++) {
      const at = place.inputs + nth * inputLength
      hashes[nth] = toeplitz(key, bytes.subarray(at, at + length))
    }
  }
  return {
    name: 'model',
    operations: inputs,
    work,
    answer() {
      work()
      return answerOf(hashes)
    },
  }
}

function twinVariants(bytes: Uint8Array, length: number, { twin, times }: Setting): readonly Variant[] {
  if (twin === undefined) return []
  const load = async (): Promise<void> => {
    await twin.load(bytes, imageSize)
    await twin.tell(`key ${place.key}`)
  }
  return (['bits', 'bytes'] as const).map((way) => {
    const line = `hash ${way} ${place.inputs} ${inputs} ${length} ${place.hashes}`
    return {
      name: way === 'bits' ? 'C, bit by bit' : 'C, byte tables',
      operations: inputs * times,
      timed: () => twin.tell(`${line} ${times}`),
      async answer() {
        await load()
        await twin.tell(`${line} 1`)
        return twin.digest(place.hashes, 4 * inputs)
      },
    }
  })
}

/** Toeplitz hashes of inputs of 12 bytes (IPv4 addresses and ports) or 36 (IPv6). */
export const compareToeplitz =
  (length: 12 | 36): Compare =>
  (setting) => {
    const bytes = image()
    return Promise.resolve({
      id: `toeplitz-${length}`,
      says: `Toeplitz over ${length} bytes of input, a key of 40`,
      unit: 'hash',
      variants: [
        engineVariant(bytes, length, setting.times),
        ...twinVariants(bytes, length, setting),
        modelVariant(bytes, length),
      ],
      goals: [
        { variant: 'engine', over: 'C, bit by bit', most: 1 / 7 },
        { variant: 'engine', over: 'C, byte tables', most: length === 12 ? 2.6 : 1.5 },
      ],
    })
  }
