import { describe, expect, it } from 'vitest'
import { decodePciSpace, encodePciSpace, isVendorSpecific } from './pci-space.ts'

const identity = { vendor: 0x1af4, device: 0x1041, revision: 1, subsystemVendor: 0x1af4, subsystemDevice: 0x1100 }
const body = (length: number) => new Uint8Array(length).fill(0xee)

describe('the configuration space', () => {
  it('has its fields where PCI has them', () => {
    const space = encodePciSpace(identity, [{ id: 9, body: body(3) }])
    expect(Buffer.from(space.subarray(0, 4)).toString('hex')).toBe('f41a4110')
    expect(space[8]).toBe(1)
    expect(Buffer.from(space.subarray(0x2c, 0x30)).toString('hex')).toBe('f41a0011')
    expect(space[0x34]).toBe(0x40)
    expect(space[6]).toBe(0x10)
    expect(Buffer.from(space.subarray(0x40, 0x48)).toString('hex')).toBe('0900eeeeee000000')
  })

  it('is read as it was written, capabilities in their order', () => {
    const space = encodePciSpace(identity, [
      { id: 0x11, body: body(10) },
      { id: 9, body: body(15) },
      { id: 9, body: body(14) },
    ])
    const read = decodePciSpace(space)
    const capabilities = [
      { at: 0x40, id: 0x11 },
      { at: 0x4c, id: 9 },
      { at: 0x60, id: 9 },
    ]
    expect(read).toEqual({ ok: true, value: { ...identity, interruptPin: 1, capabilities } })
    expect(capabilities.map(isVendorSpecific)).toEqual([false, true, true])
  })

  it('without a list has no capabilities', () => {
    expect(decodePciSpace(encodePciSpace(identity, []))).toMatchObject({ ok: true, value: { capabilities: [] } })
    const unlisted = encodePciSpace(identity, [{ id: 9, body: body(2) }])
    unlisted[6] = 0
    expect(decodePciSpace(unlisted)).toMatchObject({ ok: true, value: { capabilities: [] } })
  })

  it('is malformed where the list leads into the header, in a circle or nowhere', () => {
    const circle = encodePciSpace(identity, [{ id: 9, body: body(2) }])
    circle[0x41] = 0x40
    expect(decodePciSpace(circle)).toEqual({ ok: false, at: 0x41, because: 'the list comes back to 64' })
    const inside = encodePciSpace(identity, [{ id: 9, body: body(2) }])
    inside[0x34] = 0x10
    expect(decodePciSpace(inside)).toMatchObject({ ok: false, at: 0x34 })
    expect(decodePciSpace(new Uint8Array(64))).toMatchObject({ ok: false, at: 64 })
  })

  it('ignores the two lowest bits of a link', () => {
    const space = encodePciSpace(identity, [{ id: 9, body: body(2) }])
    space[0x34] = 0x43
    expect(decodePciSpace(space)).toMatchObject({ value: { capabilities: [{ at: 0x40, id: 9 }] } })
  })

  it('has room for 192 bytes of capabilities', () => {
    expect(() => encodePciSpace(identity, [{ id: 9, body: body(190) }])).not.toThrow()
    expect(() => encodePciSpace(identity, [{ id: 9, body: body(191) }])).toThrow('no room')
  })
})
