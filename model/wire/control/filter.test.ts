import { expect, test } from 'vitest'
import { arrayOf, bytes } from '../../kernel/bytes.ts'
import { decodeAnnounce, decodeMac, decodeMode, decodeVlan, encodeMac, encodeVlan } from './filter.ts'

const body = (command: number, data: string) => ({ command, data: arrayOf(bytes(data)) })

test.each([
  [decodeMode(body(0, '')), 0, 'on or off needs 1 bytes at offset 0, but 0 are there'],
  [decodeMode(body(0, '02')), 0, 'neither 0 nor 1: 2'],
  [decodeMode(body(5, '0100')), 1, '1 bytes too many after on or off'],
  [decodeMac(body(0, '0100')), 2, 'entries needs 4 bytes at offset 0, but 2 are there'],
  [decodeMac(body(0, '01000000aabb')), 6, 'a table of 1 addresses needs 6 bytes at offset 4, but 2 are there'],
  [decodeMac(body(0, '00000000')), 4, 'entries needs 4 bytes at offset 4, but 0 are there'],
  [decodeMac(body(0, '000000000000000000')), 8, '1 bytes too many after both tables'],
  [decodeMac(body(1, 'aabb')), 2, 'the address needs 6 bytes at offset 0, but 2 are there'],
  [decodeVlan(body(0, '01')), 1, 'the VLAN id needs 2 bytes at offset 0, but 1 are there'],
  [decodeAnnounce(body(0, '01')), 0, '1 bytes too many after the command'],
])('what is malformed says where: %#', (decoded, at, because) => {
  expect(decoded).toEqual({ ok: false, at, because })
})

test('numbers that nobody knows are nothing', () => {
  expect([
    decodeMode(body(6, '01')),
    decodeMac(body(2, '')),
    decodeVlan(body(2, '')),
    decodeAnnounce(body(1, '')),
  ]).toEqual([undefined, undefined, undefined, undefined])
})

test('fields that do not fit are not encoded', () => {
  expect(() => encodeMac({ name: 'MAC_ADDR_SET', mac: bytes('aabb') })).toThrow('mac must have 6 bytes, not 2')
  expect(() => encodeVlan({ name: 'VLAN_ADD', vlan: 0x1_0000 })).toThrow(RangeError)
})
