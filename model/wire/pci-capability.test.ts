import { describe, expect, it } from 'vitest'
import {
  decodeMsixCapability,
  decodeVirtioCapability,
  encodeMsixCapability,
  encodeVirtioCapability,
  type VirtioCapability,
} from './pci-capability.ts'

/** Two bytes in front of a body, as they stand in the configuration space. */
const placed = (body: Uint8Array) => Uint8Array.of(9, 0, ...body)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const notify: VirtioCapability = {
  capLength: 20,
  type: 2,
  bar: 4,
  id: 0,
  offset: 0x3000,
  length: 0x1000,
  multiplier: 4,
  vendor: 0,
}

describe('a virtio capability', () => {
  it('stands as struct virtio_pci_notify_cap says', () => {
    expect(hex(placed(encodeVirtioCapability(notify).body))).toBe(`0900140204000000${'00300000'}${'00100000'}04000000`)
  })

  it('of vendor data has the vendor in the place of the bar', () => {
    const vendor = { ...notify, type: 9, capLength: 12, bar: 0, offset: 0, length: 0, multiplier: 0, vendor: 0x8086 }
    expect(hex(placed(encodeVirtioCapability(vendor).body))).toBe('09000c098680000000000000')
    expect(decodeVirtioCapability(placed(encodeVirtioCapability(vendor).body), 0)).toEqual({ ok: true, value: vendor })
  })

  it('is read as it was written', () => {
    for (const type of [1, 2, 3, 4, 5, 8]) {
      const capability = { ...notify, type, multiplier: type === 2 ? 8 : 0, id: type }
      expect(decodeVirtioCapability(placed(encodeVirtioCapability(capability).body), 0)).toEqual({
        ok: true,
        value: capability,
      })
    }
  })

  it('is read whole even where cap_len is too small', () => {
    const short = { ...notify, capLength: 16 }
    expect(decodeVirtioCapability(placed(encodeVirtioCapability(short).body), 0)).toEqual({ ok: true, value: short })
  })

  it('of a reserved type is read as far as its head', () => {
    const read = decodeVirtioCapability(Uint8Array.of(9, 0, 4, 77), 0)
    expect(read).toMatchObject({ ok: true, value: { type: 77, capLength: 4 } })
  })

  it('that runs out of the space is malformed', () => {
    expect(decodeVirtioCapability(Uint8Array.of(9, 0), 0)).toMatchObject({ ok: false, at: 2 })
    expect(decodeVirtioCapability(Uint8Array.of(9, 0, 16, 1, 0), 0)).toMatchObject({ ok: false, at: 5 })
  })
})

describe('the MSI-X capability', () => {
  it('states one vector less than there are, and the table behind its bar', () => {
    const { id, body } = encodeMsixCapability({ vectors: 3, bar: 1, offset: 0x2000 })
    expect(id).toBe(0x11)
    expect(hex(body)).toBe('02000120000001a00000')
    expect(decodeMsixCapability(placed(body), 0)).toEqual({ ok: true, value: { vectors: 3, bar: 1, offset: 0x2000 } })
  })

  it('holds up to 2048 vectors, whatever its enable bit says', () => {
    const { body } = encodeMsixCapability({ vectors: 2048, bar: 0, offset: 0 })
    const space = placed(body)
    space[3] = (space[3] ?? 0) | 0x80
    expect(decodeMsixCapability(space, 0)).toMatchObject({ value: { vectors: 2048 } })
    expect(() => encodeMsixCapability({ vectors: 2049, bar: 0, offset: 0 })).toThrow('table size')
    expect(decodeMsixCapability(space, 1)).toMatchObject({ ok: false })
  })
})
