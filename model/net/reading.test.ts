import { describe, expect, test } from 'vitest'
import { arrayOf, type Bytes, bytes } from '../kernel/bytes.ts'
import { walkExtensions } from './extension-walk.ts'
import { ipv4Readings } from './ipv4-reading.ts'
import { ipv6Readings } from './ipv6-reading.ts'
import { be16, type IpReading, type Stretch, u8 } from './reading.ts'
import { transportReadings } from './transport-reading.ts'

const stretch = (text: string): Stretch => {
  const frame = bytes(text.replaceAll(' ', ''))
  const data = arrayOf(frame)
  return { frame, data, at: 0, end: data.length }
}
const addresses = bytes('0102030405060708')
const without: IpReading = { family: 4, addresses }
const udp = '1111 2222 0008 0000'

test('bytes beyond the end are zeros', () => {
  const data = Uint8Array.of(0x12, 0x34, 0x56)
  expect([u8(data, 2), u8(data, 3)]).toEqual([0x56, 0])
  expect([be16(data, 0), be16(data, 2), be16(data, 3)]).toEqual([0x1234, 0x5600, 0])
})

test('an IPv4 packet', () => {
  const readings = ipv4Readings(stretch(`4500 001c 0000 0000 4011 0000 ${addresses} ${udp}`))
  expect(readings).toEqual([{ family: 4, addresses, transport: { kind: 'udp', ports: '11112222' } }])
})

test('an IPv6 packet', () => {
  const addresses = 'ab'.repeat(32)
  const readings = ipv6Readings(stretch(`60000000 0008 11 40 ${addresses} ${udp}`))
  expect(readings).toEqual([{ family: 6, addresses, transport: { kind: 'udp', ports: '11112222' } }])
})

describe('a transport header', () => {
  const whole = { whole: true, fragment: 'none' } as const
  const reading = { ...without, transport: { kind: 'udp', ports: '11112222' } }
  test('that is there', () => expect(transportReadings(without, 17, stretch(udp), whole)).toEqual([reading]))
  test('of a protocol without ports', () => {
    expect(transportReadings(without, 1, stretch(udp), whole)).toEqual([without])
  })
  test('of a packet that is cut off', () => {
    expect(transportReadings(without, 17, stretch(udp), { ...whole, whole: false })).toEqual([
      without,
      reading,
      'no-ip',
    ])
  })
})

describe('a walk along extension headers', () => {
  const destination = 'cd'.repeat(16) as Bytes
  test('that meets none', () => {
    expect(walkExtensions(stretch(udp), 17, destination)).toMatchObject({
      protocol: 17,
      at: 0,
      gathered: { extended: 'no' },
    })
  })
  test('past hop-by-hop options', () => {
    const walk = walkExtensions(stretch(`1100 0104 00000000 ${udp}`), 0, destination)
    const gathered = { extended: 'yes', homes: [], routed: [] }
    expect(walk).toEqual({ protocol: 17, at: 8, fragment: 'none', gathered, broken: false, stops: [] })
  })
})
