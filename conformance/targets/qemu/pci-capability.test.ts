import { describe, expect, it } from 'vitest'
import { virtioCapabilities } from './pci-capability.ts'

type Place = readonly [kind: number, bar: number, offset: number, length: number]

/** Configuration space with these capabilities, each a list of bytes from its id on; the pointers are filled in. */
function space(...capabilities: readonly (readonly number[])[]): Uint8Array {
  const config = new Uint8Array(256)
  config[6] = 0x10
  let pointer = 0x34
  let position = 0x40
  for (const bytes of capabilities) {
    config[pointer] = position
    config.set(bytes, position)
    pointer = position + 1
    position += 24
  }
  return config
}

const le32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)
const virtio = ([kind, bar, offset, length]: Place, ...more: number[]): number[] => [
  ...[9, 0, 16 + more.length, kind, bar, 0, 0, 0],
  ...le32(offset),
  ...le32(length),
  ...more,
]
const common = virtio([1, 4, 0, 0x1000])
const isr = virtio([3, 4, 0x1000, 0x1000])
const device = virtio([4, 4, 0x2000, 0x1000])
const notify = virtio([2, 4, 0x3000, 0x2000], ...le32(4))
const msix = [0x11, 0, 0x09, 0x80, ...le32(0x1001), ...le32(0x1801)]

describe('capabilities of a virtio function', () => {
  it('say where the structures lie', () => {
    expect(virtioCapabilities(space([1, 0], msix, common, isr, device, notify))).toEqual({
      common: { bar: 4, offset: 0, length: 0x1000 },
      isr: { bar: 4, offset: 0x1000, length: 0x1000 },
      device: { bar: 4, offset: 0x2000, length: 0x1000 },
      notify: { bar: 4, offset: 0x3000, length: 0x2000, multiplier: 4 },
      msix: { position: 0x58, vectors: 10, table: { bar: 1, offset: 0x1000 } },
    })
  })

  it('count from the first of a kind, in a BAR that exists', () => {
    const beyond = virtio([1, 6, 0x7000, 0x1000])
    const second = virtio([1, 2, 0x9000, 0x1000])
    expect(virtioCapabilities(space(beyond, common, second, isr, device, notify, msix))).toMatchObject({
      common: { bar: 4, offset: 0 },
    })
  })

  it('are named when missing', () => {
    expect(virtioCapabilities(space(common, isr))).toBe('the function has no capability for: notify, device, MSI-X')
    expect(virtioCapabilities(space(common, notify, isr, device))).toBe('the function has no capability for: MSI-X')
  })

  it('do not take another vendor structure for one of virtio', () => {
    const foreign = [0x0a, ...common.slice(1)]
    expect(virtioCapabilities(space(foreign, notify, isr, device, msix))).toBe(
      'the function has no capability for: common',
    )
  })

  it('end: a list that comes back is refused', () => {
    const config = space(common, isr)
    config[0x59] = 0x40
    expect(virtioCapabilities(config)).toBe('the list of capabilities comes back to 64')
  })

  it('lie behind the header', () => {
    const config = space(common)
    config[0x34] = 0x20
    expect(virtioCapabilities(config)).toBe('a capability at 32 lies outside')
    config[0x34] = 0xff
    expect(virtioCapabilities(config)).toContain('the function has no capability for')
  })

  it('are there only if the status says so', () => {
    const config = space(common, isr, device, notify, msix)
    config[6] = 0
    expect(virtioCapabilities(config)).toBe('the function has no list of capabilities')
  })
})
