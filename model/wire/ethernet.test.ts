import { describe, expect, test } from 'vitest'
import { arrayOf, bytes } from '../kernel/bytes.ts'
import { address, decodeEthernet, encodeEthernet } from './ethernet.ts'

const hex = (text: string): Uint8Array => arrayOf(bytes(text.replaceAll(' ', '')))
const [destination, source] = [bytes('525400123456'), bytes('020000000001')]
const plain = { destination, source, tags: [], etherType: 0x0800 }
const plainBytes = hex('525400123456 020000000001 0800')
const service = { tpid: 0x88a8, priority: 5, dropEligible: true, vlan: 0xabc } as const
const customer = { tpid: 0x8100, priority: 0, dropEligible: false, vlan: 1 } as const
const tagged = { ...plain, tags: [service, customer] }
const taggedBytes = hex('525400123456 020000000001 88a8 babc 8100 0001 0800')

test('without tags', () => {
  expect(encodeEthernet(plain)).toEqual(plainBytes)
  expect(decodeEthernet(plainBytes)).toEqual({ ok: true, value: { header: plain, length: 14 } })
})
test('with tags, the outermost first', () => {
  expect(encodeEthernet(tagged)).toEqual(taggedBytes)
  expect(decodeEthernet(taggedBytes)).toEqual({ ok: true, value: { header: tagged, length: 22 } })
})
test('the drop eligible bit alone', () => {
  const frame = hex('525400123456 020000000001 8100 1000 86dd')
  const tags = [{ ...customer, dropEligible: true, vlan: 0 }]
  expect(decodeEthernet(frame)).toEqual({
    ok: true,
    value: { header: { ...plain, tags, etherType: 0x86dd }, length: 18 },
  })
})
describe('malformed', () => {
  test('shorter than a header', () => {
    expect(decodeEthernet(plainBytes.subarray(0, 13))).toEqual({
      ok: false,
      at: 13,
      because: 'an Ethernet header needs 14 bytes at offset 0, but 13 are there',
    })
  })
  test('cut off behind a tag', () => {
    expect(decodeEthernet(taggedBytes.subarray(0, 21))).toEqual({
      ok: false,
      at: 21,
      because: 'a VLAN tag and the EtherType behind it needs 6 bytes at offset 16, but 5 are there',
    })
  })
})
test.each([
  [{ destination: bytes('00') }, 'destination must have 6 bytes, not 1'],
  [{ source: bytes('00'.repeat(7)) }, 'source must have 6 bytes, not 7'],
  [{ etherType: 0x10000 }, 'etherType must be a whole number from 0 to 65535, not 65536'],
  [{ tags: [{ ...customer, vlan: 4096 }] }, 'vlan must be a whole number from 0 to 4095, not 4096'],
  [{ tags: [{ ...customer, priority: 8 }] }, 'priority must be a whole number from 0 to 7, not 8'],
])('what does not fit is a fault: %o', (change, message) => {
  expect(() => encodeEthernet({ ...plain, ...change })).toThrow(new RangeError(message))
})
test('an address of the right size', () => expect(address(bytes('0a0b'), 2, 'it')).toEqual(Uint8Array.of(10, 11)))
