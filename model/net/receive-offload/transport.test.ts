import { describe, expect, it } from 'vitest'
import { bytes } from '../../kernel/bytes.ts'
import { plainFrame, tcpFrame } from '../live.fixture.ts'
import { be16Bytes, isSound, transportIn, written } from './transport.ts'

/** UDP over IPv4 from 192.168.0.31:20 to 192.168.0.30:10, two bytes of data, checksum 0x35c5, published as an example of it. */
const udp = bytes(
  '525400123456020000000001' +
    '0800' +
    '4500001e000000004011' +
    'f95a' +
    'c0a8001fc0a8001e' +
    '0014000a000a35c5' +
    '4869',
)

describe('transportIn', () => {
  it('finds TCP behind an IPv4 header', () => {
    expect(transportIn(tcpFrame)).toEqual({
      protocol: 6,
      start: 34,
      end: 54,
      field: 50,
      source: '420995bb',
      destination: 'a18e6450',
    })
  })
  it('finds UDP, and leaves padding out', () => {
    expect(transportIn(bytes(`${udp}0000`))).toMatchObject({ protocol: 17, start: 34, end: 44, field: 40 })
  })
  it('finds nothing where there is no IP, a fragment, or too little', () => {
    expect(transportIn(plainFrame(1))).toBeUndefined()
    expect(transportIn(written(tcpFrame, 20, bytes('2000')))).toBeUndefined()
    expect(transportIn(written(tcpFrame, 16, bytes('0029')))).toBeUndefined()
  })
})

describe('isSound', () => {
  it('is whether the checksum is right', () => {
    expect(isSound(udp)).toBe(true)
    expect(isSound(written(udp, 40, bytes('35c6')))).toBe(false)
    expect(isSound(tcpFrame)).toBe(false)
  })
  it('is nothing without a checksum', () => {
    expect(isSound(written(udp, 40, bytes('0000')))).toBeUndefined()
    expect(isSound(plainFrame(1))).toBeUndefined()
  })
})

it('writes into a frame', () => {
  expect(written(bytes('00112233'), 1, be16Bytes(0xabcd))).toBe('00abcd33')
})
