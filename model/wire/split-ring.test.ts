import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeAvailableRing,
  decodeDescriptor,
  decodeUsedElement,
  decodeUsedRing,
  encodeAvailableRing,
  encodeDescriptor,
  encodeUsedElement,
  encodeUsedRing,
} from './split-ring.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const u16 = fc.nat(0xffff)
const u32 = fc.nat(0xffff_ffff)
const element = fc.record({ id: u32, len: u32 })

describe('descriptor', () => {
  const bytes = hex('8877665544332211 ddccbbaa 0300 3412')
  const value = { addr: 0x1122334455667788n, len: 0xaabbccdd, flags: 3, next: 0x1234 }

  test('is addr, len, flags, next, little-endian', () => {
    expect(encodeDescriptor(value)).toEqual(bytes)
    expect(decodeDescriptor(bytes)).toEqual({ ok: true, value })
  })
  test('is read from a view into a larger buffer', () => {
    const within = new Uint8Array(40)
    within.set(bytes, 7)
    expect(decodeDescriptor(within.subarray(7))).toEqual({ ok: true, value })
  })
  test('is malformed when cut off', () => {
    expect(decodeDescriptor(bytes.subarray(0, 15))).toEqual({
      ok: false,
      at: 15,
      because: 'a descriptor needs 16 bytes at offset 0, but 15 are there',
    })
  })
  test('round-trips', () => {
    const descriptor = fc.record({ addr: fc.bigInt(0n, 2n ** 64n - 1n), len: u32, flags: u16, next: u16 })
    fc.assert(
      fc.property(descriptor, (value) => {
        expect(decodeDescriptor(encodeDescriptor(value))).toEqual({ ok: true, value })
      }),
    )
  })
  test.each([
    [{ addr: 2n ** 64n }, /^addr must be a whole number of 64 bits, not 18446744073709551616$/],
    [{ addr: -1n }, /^addr/],
    [{ len: 2 ** 32 }, /^len/],
    [{ flags: 0x10000 }, /^flags/],
    [{ next: -1 }, /^next/],
  ])('a field that does not fit is a fault: %o', (change, message) => {
    expect(() => encodeDescriptor({ ...value, ...change })).toThrow(RangeError)
    expect(() => encodeDescriptor({ ...value, ...change })).toThrow(message)
  })
})

describe('used ring entry', () => {
  test('is id, len, little-endian', () => {
    const bytes = hex('04030201 88776655')
    expect(encodeUsedElement({ id: 0x01020304, len: 0x55667788 })).toEqual(bytes)
    expect(decodeUsedElement(bytes)).toEqual({ ok: true, value: { id: 0x01020304, len: 0x55667788 } })
  })
  test('is malformed when cut off', () => {
    expect(decodeUsedElement(new Uint8Array(7))).toEqual({
      ok: false,
      at: 7,
      because: 'a used ring entry needs 8 bytes at offset 0, but 7 are there',
    })
  })
  test.each([
    [{ id: 2 ** 32, len: 0 }, /^id/],
    [{ id: 0, len: 2 ** 32 }, /^len/],
  ])('a field that does not fit is a fault: %o', (bad, message) => {
    expect(() => encodeUsedElement(bad)).toThrow(message)
  })
})

describe('available ring', () => {
  const bytes = hex('0100 fbff 0300 0201 0807')
  const value = { flags: 1, idx: 0xfffb, ring: [3, 0x0102], usedEvent: 0x0708 }

  test('is flags, idx, entries, used_event', () => {
    expect(encodeAvailableRing(value)).toEqual(bytes)
    expect(decodeAvailableRing(bytes, 2)).toEqual({ ok: true, value })
  })
  test('is malformed when cut off', () => {
    expect(decodeAvailableRing(bytes, 4)).toEqual({
      ok: false,
      at: 10,
      because: 'an available ring of 4 entries needs 14 bytes at offset 0, but 10 are there',
    })
  })
  test('round-trips', () => {
    const ring = fc.record({ flags: u16, idx: u16, ring: fc.array(u16, { maxLength: 16 }), usedEvent: u16 })
    fc.assert(
      fc.property(ring, (value) => {
        expect(decodeAvailableRing(encodeAvailableRing(value), value.ring.length)).toEqual({ ok: true, value })
      }),
    )
  })
  test.each([
    [{ flags: 0x10000 }, /^flags/],
    [{ idx: 0x10000 }, /^idx/],
    [{ ring: [0, 0x10000] }, /^ring\[1\]/],
    [{ usedEvent: 0x10000 }, /^used_event/],
  ])('a field that does not fit is a fault: %o', (change, message) => {
    expect(() => encodeAvailableRing({ ...value, ...change })).toThrow(message)
  })
})

describe('used ring', () => {
  const bytes = hex('0100 fbff 03000000 40000000 04030201 08070605 0a09')
  const value = {
    flags: 1,
    idx: 0xfffb,
    ring: [
      { id: 3, len: 64 },
      { id: 0x01020304, len: 0x05060708 },
    ],
    availEvent: 0x090a,
  }

  test('is flags, idx, entries, avail_event', () => {
    expect(encodeUsedRing(value)).toEqual(bytes)
    expect(decodeUsedRing(bytes, 2)).toEqual({ ok: true, value })
  })
  test('is malformed when cut off', () => {
    expect(decodeUsedRing(bytes, 4)).toEqual({
      ok: false,
      at: 22,
      because: 'a used ring of 4 entries needs 38 bytes at offset 0, but 22 are there',
    })
  })
  test('round-trips', () => {
    const ring = fc.record({ flags: u16, idx: u16, ring: fc.array(element, { maxLength: 16 }), availEvent: u16 })
    fc.assert(
      fc.property(ring, (value) => {
        expect(decodeUsedRing(encodeUsedRing(value), value.ring.length)).toEqual({ ok: true, value })
      }),
    )
  })
  test.each([
    [{ flags: 0x10000 }, /^flags/],
    [{ idx: 0x10000 }, /^idx/],
    [{ availEvent: 0x10000 }, /^avail_event/],
  ])('a field that does not fit is a fault: %o', (change, message) => {
    expect(() => encodeUsedRing({ ...value, ...change })).toThrow(message)
  })
})
