import { expect, it } from 'vitest'
import { decodePackedDescriptor, encodePackedDescriptor } from './packed-ring.ts'

it('lays out addr, len, id and flags, little-endian, as struct pvirtq_desc has them', () => {
  const descriptor = { addr: 0x0102030405060708n, len: 0x11121314, id: 0x2122, flags: 0x8081 }
  const bytes = encodePackedDescriptor(descriptor)
  expect(Buffer.from(bytes).toString('hex')).toBe('08070605040302011413121122218180')
  expect(decodePackedDescriptor(bytes)).toEqual({ ok: true, value: descriptor })
})

it('refuses a field that does not fit', () => {
  const good = { addr: 0n, len: 0, id: 0, flags: 0 }
  expect(() => encodePackedDescriptor({ ...good, addr: -1n })).toThrow('addr must be a whole number of 64 bits, not -1')
  expect(() => encodePackedDescriptor({ ...good, len: 2 ** 32 })).toThrow(RangeError)
  expect(() => encodePackedDescriptor({ ...good, id: 0x1_0000 })).toThrow(RangeError)
  expect(() => encodePackedDescriptor({ ...good, flags: 0x1_0000 })).toThrow(RangeError)
})

it('needs 16 bytes', () => {
  expect(decodePackedDescriptor(new Uint8Array(15))).toMatchObject({ ok: false })
  expect(decodePackedDescriptor(new Uint8Array(17))).toEqual({ ok: true, value: { addr: 0n, len: 0, id: 0, flags: 0 } })
})
