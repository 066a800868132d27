import { describe, expect, it } from 'vitest'
import {
  CAPABILITY_SIZE,
  CAPABILITY_SIZES,
  cfgType,
  isrBits,
  MODERN_DEVICE_BASE,
  msixCapability,
  pciHeader,
  virtioCapability,
} from './pci-layout.ts'

describe('the layout of virtio on PCI', () => {
  it('has the types of structures that the standard numbers', () => {
    expect(Object.values(cfgType)).toEqual([1, 2, 3, 4, 5, 8, 9])
    expect(Object.keys(CAPABILITY_SIZES).map(Number)).toEqual(Object.values(cfgType))
  })

  it('appends one word to the capabilities for notification and access, two to that of shared memory', () => {
    expect(CAPABILITY_SIZES[cfgType.NOTIFY]).toBe(CAPABILITY_SIZE + 4)
    expect(CAPABILITY_SIZES[cfgType.PCI]).toBe(CAPABILITY_SIZE + 4)
    expect(CAPABILITY_SIZES[cfgType.SHARED_MEMORY]).toBe(CAPABILITY_SIZE + 8)
    expect(virtioCapability.notify_off_multiplier).toBe(CAPABILITY_SIZE)
  })

  it('gives a network device the PCI Device ID 0x1041', () => expect(MODERN_DEVICE_BASE + 1).toBe(0x1041))

  it('tells queues from configuration by the two lowest bits', () =>
    expect(isrBits).toEqual({ queue: 1, configuration: 2 }))

  it('follows the configuration header of PCI', () => {
    expect(pciHeader).toMatchObject({ status: 6, revision: 8, bars: 16, subsystemDevice: 46, capabilities: 52 })
    expect(msixCapability).toEqual({ control: 2, table: 4, pending: 8 })
  })
})
