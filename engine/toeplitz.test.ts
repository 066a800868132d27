import { describe, expect, it } from 'vitest'
import { layOut } from './layout.ts'
import { type MsRow, msIPv4, msIPv6, msKey } from './ms-rss.fixture.ts'
import { createToeplitz } from './toeplitz.ts'

const layout = layOut({ device: 1, queues: 1, chain: 1, table: 1, backlog: 1 })
const toeplitz = createToeplitz(layout)

const inputOf = (text: string): Int32Array => {
  const bytes = Buffer.from(text, 'hex')
  return Int32Array.from({ length: bytes.length / 4 }, (_, word) => bytes.readInt32BE(4 * word))
}
const portsOf = ([source, destination]: MsRow['ports']): string =>
  ((source << 16) | destination) >>> 0 === 0
    ? '00000000'
    : (((source << 16) | destination) >>> 0).toString(16).padStart(8, '0')

/** The definition, on strings of binary digits: for every 1 in the input, the 32 key bits that begin there. */
function byDefinition(key: Uint8Array, input: Int32Array): number {
  const digits = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const keyDigits = digits(key).padEnd(input.length * 32 + 32, '0')
  const inputDigits = [...input].map((word) => (word >>> 0).toString(2).padStart(32, '0')).join('')
  return [...inputDigits].reduce(
    (hash, digit, bit) => (digit === '1' ? hash ^ Number.parseInt(keyDigits.slice(bit, bit + 32), 2) : hash),
    0,
  )
}

describe('the published values', () => {
  toeplitz.setKey(msKey, 0, msKey.length)
  const rows = [...msIPv4, ...msIPv6]

  it.each(rows)('$source → $destination, addresses only', ({ source, destination, addresses }) => {
    toeplitz.setKey(msKey, 0, 40)
    const input = inputOf(source + destination)
    expect(toeplitz.hash(input, input.length) >>> 0).toBe(addresses)
  })

  it.each(rows)('$source → $destination, with ports $ports', ({ source, destination, ports, withPorts }) => {
    toeplitz.setKey(msKey, 0, 40)
    const input = inputOf(source + destination + portsOf(ports))
    expect(toeplitz.hash(input, input.length) >>> 0).toBe(withPorts)
  })
})

describe('any key', () => {
  const input = inputOf('80000001ffffffff0123456789abcdeffedcba9876543210deadbeef00000000c0ffee11')

  it.each([2, 3, 8, 9])('hashes %i words as the definition says', (words) => {
    const key = Uint8Array.from({ length: 40 }, (_, index) => (index * 73 + 29) & 0xff)
    toeplitz.setKey(key, 0, 40)
    expect(toeplitz.hash(input, words)).toBe(byDefinition(key, input.slice(0, words)))
  })

  it('counts bytes that a short key does not have as zero', () => {
    const key = Uint8Array.of(0xff, 0x01, 0x80, 0x7f, 0x33)
    toeplitz.setKey(key, 0, 5)
    expect(toeplitz.hash(input, 3)).toBe(byDefinition(key, input.slice(0, 3)))
    expect(toeplitz.hash(inputOf('000000000000000080000001'), 3)).toBe(0)
  })

  it('takes the key from its offset and no further than its length', () => {
    const key = Uint8Array.from({ length: 40 }, (_, index) => (index * 57 + 3) & 0xff)
    toeplitz.setKey(Uint8Array.of(9, 9, 9, ...key, 0xff, 0xff), 3, 40)
    expect(toeplitz.hash(input, 9)).toBe(byDefinition(key, input))
    toeplitz.setKey(Uint8Array.of(9, ...key.slice(0, 6), 0xff, 0xff), 1, 6)
    expect(toeplitz.hash(input, 2)).toBe(byDefinition(key.slice(0, 6), input.slice(0, 2)))
  })

  it('reads nothing behind the words it hashes', () => {
    toeplitz.setKey(msKey, 0, 40)
    const [first] = msIPv4
    const addresses = inputOf(`${first?.source}${first?.destination}ffffffff`)
    expect(toeplitz.hash(addresses, 2) >>> 0).toBe(0x323e8fc2)
    expect(toeplitz.hash(Int32Array.of(...inputOf('00'.repeat(32)), -1), 8)).toBe(0)
  })
})
