import { expect, it } from 'vitest'
import { writeCapabilities } from './capability.ts'
import { capabilityAt } from './place.ts'

/** `struct virtio_pci_cap`: id 9, next, cap_len, cfg_type, bar, id, padding, offset, length; little-endian. */
it('writes each structure byte for byte, and with what follows it', () => {
  const space = new Uint8Array(256)
  writeCapabilities(new DataView(space.buffer), { queues: 3, configLength: 24, vectors: 0x102 })
  const hex = (at: number, length: number): string => Buffer.from(space.slice(at, at + length)).toString('hex')
  const next = (at: number): string => at.toString(16).padStart(2, '0')
  const { msix, common, notify, isr, device, window } = capabilityAt
  expect(hex(msix, 12)).toBe(`11${next(common)}0101${'02000000'}${'22100000'}`)
  expect(hex(common, 16)).toBe(`09${next(notify)}1001${'00000000'}${'00000000'}${'40000000'}`)
  expect(hex(notify, 20)).toBe(`09${next(isr)}1402${'00000000'}${'00300000'}${'0c000000'}${'04000000'}`)
  expect(hex(isr, 16)).toBe(`09${next(device)}1003${'00000000'}${'00100000'}${'01000000'}`)
  expect(hex(device, 16)).toBe(`09${next(window)}1004${'00000000'}${'00200000'}${'18000000'}`)
  expect(hex(window, 20)).toBe(`09001405${'00'.repeat(16)}`)
})
