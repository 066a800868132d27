import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayOf, type Bytes, bytes } from '../kernel/bytes.ts'
import { ipv4Address, ipv6Address } from '../wire/ip-address.ts'
import { toeplitz } from './toeplitz.ts'

/** The key and the values of Microsoft's RSS verification suite. */
const key = arrayOf(bytes('6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa'))
const port = (number: number): Bytes => bytes(number.toString(16).padStart(4, '0'))

/** Source, destination, source port, destination port; the hash of the addresses, and with the ports. */
type Row = readonly [string, string, number, number, number, number]

const published4: readonly Row[] = [
  ['66.9.149.187', '161.142.100.80', 2794, 1766, 0x323e8fc2, 0x51ccc178],
  ['199.92.111.2', '65.69.140.83', 14230, 4739, 0xd718262a, 0xc626b0ea],
  ['24.19.198.95', '12.22.207.184', 12898, 38024, 0xd2d0a5de, 0x5c2b394a],
  ['38.27.205.30', '209.142.163.6', 48228, 2217, 0x82989176, 0xafc7327f],
  ['153.39.163.191', '202.188.127.2', 44251, 1303, 0x5d1809c5, 0x10e828a2],
]
const published6: readonly Row[] = [
  ['3ffe:2501:200:1fff::7', '3ffe:2501:200:3::1', 2794, 1766, 0x2cc18cd5, 0x40207d3d],
  ['3ffe:501:8::260:97ff:fe40:efab', 'ff02::1', 14230, 4739, 0x0f0c461c, 0xdde51bbf],
  ['3ffe:1900:4545:3:200:f8ff:fe21:67cf', 'fe80::200:f8ff:fe21:67cf', 44251, 38024, 0x4b61e985, 0x02d1feef],
]

function isPublished(row: Row, address: (text: string) => Bytes): void {
  const [source, destination, sourcePort, destinationPort, addresses, withPorts] = row
  const ends = address(source) + address(destination)
  const ports = port(sourcePort) + port(destinationPort)
  expect(toeplitz(key, arrayOf(bytes(ends)))).toBe(addresses)
  expect(toeplitz(key, arrayOf(bytes(ends + ports)))).toBe(withPorts)
}

describe("Microsoft's published values", () => {
  test.each(published4)('%s → %s', (...row) => isPublished(row, ipv4Address))
  test.each(published6)('%s → %s', (...row) => isPublished(row, ipv6Address))
})

/**
 * A second derivation. As polynomials over GF(2), the hash is the middle of a product without carries: that of the key and the
 * input turned round, since bit i of the input, from the left, brings in the key shifted left by i.
 */
function byProduct(key: Uint8Array, input: Uint8Array): number {
  const bits = input.length * 8
  const long = new Uint8Array(input.length + 4)
  long.set(key.subarray(0, long.length))
  const keyNumber = BigInt(`0x00${Buffer.from(long).toString('hex')}`)
  const inputNumber = BigInt(`0x00${Buffer.from(input).toString('hex')}`)
  let product = 0n
  for (let bit = 0; bit < bits; bit++) {
    const isSet = (inputNumber >> BigInt(bits - 1 - bit)) & 1n
    if (isSet === 1n) product ^= keyNumber << BigInt(bit)
  }
  return Number((product >> BigInt(bits)) & 0xffff_ffffn)
}

const someBytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength })

describe('the definition', () => {
  test('agrees with a carry-less product', () => {
    fc.assert(
      fc.property(someBytes(0, 52), someBytes(0, 36), (key, input) => {
        expect(toeplitz(key, input)).toBe(byProduct(key, input))
      }),
      { numRuns: 500 },
    )
  })
  test('the first bit of the input is the most significant, and takes the first 32 bits of the key', () => {
    expect(toeplitz(key, Uint8Array.of(0x80))).toBe(0x6d5a56da)
  })
  test('the last bit of a byte takes the key seven bits further on', () => {
    expect(toeplitz(key, Uint8Array.of(0x01))).toBe(0xad2b6d12) // 6d5a56da25 << 7
    expect(toeplitz(key, Uint8Array.of(0x00, 0x80))).toBe(0x5a56da25)
  })
  test('it is linear: the hash of a sum is the sum of the hashes', () => {
    const inputs = fc.tuple(someBytes(36, 36), someBytes(36, 36))
    fc.assert(
      fc.property(inputs, ([a, b]) => {
        const sum = a.map((byte, at) => byte ^ (b[at] ?? 0))
        expect(toeplitz(key, sum)).toBe((toeplitz(key, a) ^ toeplitz(key, b)) >>> 0)
      }),
    )
  })
  test('nothing hashes to zero', () => {
    expect(toeplitz(key, new Uint8Array(0))).toBe(0)
    expect(toeplitz(key, new Uint8Array(36))).toBe(0)
  })
  test('the missing bits of a short key are zeros', () => {
    expect(toeplitz(Uint8Array.of(0xff), Uint8Array.of(0xff))).toBe(0x55000000) // ff ^ fe ^ fc ^ … ^ 80: bit k is set in k + 1 of them
    expect(toeplitz(new Uint8Array(0), Uint8Array.of(0xff))).toBe(0)
  })
})
