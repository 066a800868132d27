import { describe, expect, it } from 'vitest'
import { virtioCapabilities } from './capability.ts'
import { common, device, isr, msix, notify, space, virtio, window } from './config-space.fixture.ts'

describe('capabilities of a virtio function', () => {
  it('say where the structures lie', () => {
    expect(virtioCapabilities(space([1, 0], msix, common, isr, device, notify, window))).toEqual({
      common: { bar: 4, offset: 0, length: 0x1000 },
      isr: { bar: 4, offset: 0x1000, length: 0x1000 },
      device: { bar: 4, offset: 0x2000, length: 0x1000 },
      notify: { bar: 4, offset: 0x3000, length: 0x2000, multiplier: 4 },
      window: 0x40 + 6 * 24,
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

  it('need no window', () => {
    const found = virtioCapabilities(space(common, isr, device, notify, msix))
    expect(found).toMatchObject({ window: undefined, common: { bar: 4 } })
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
