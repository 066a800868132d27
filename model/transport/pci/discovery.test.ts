import { describe, expect, it } from 'vitest'
import { featureSet } from '../../kernel/bits.ts'
import { bytes } from '../../kernel/bytes.ts'
import type { VirtioCapability } from '../../wire/pci-capability.ts'
import { faultsOfScan, notifyStructureOf, virtioCapabilities } from './discovery.ts'
import { lavishLayout, type PciLayout, plainLayout, scanOf } from './layout.ts'
import { judged, reads, small, write } from './played.fixture.ts'

const plain = plainLayout(small)
const wide = { ...small, offered: featureSet(32, 38) }
const clauses = (layout: PciLayout, config = small) =>
  faultsOfScan(config, scanOf(layout)).map(({ clauses: [first] }) => first)

/** The layout with capabilities of a type changed; gone where `change` says nothing. */
const changed = (type: number, change: Partial<VirtioCapability> | undefined): PciLayout => ({
  ...plain,
  capabilities: plain.capabilities.flatMap((one) => {
    if (one.type !== type) return [one]
    return change === undefined ? [] : [{ ...one, ...change }]
  }),
})
const identified = (identity: Partial<PciLayout['identity']>): PciLayout => ({
  ...plain,
  identity: { ...plain.identity, ...identity },
})

describe('what a scan finds', () => {
  it('may be plain or lavish', () => {
    expect(clauses(plain)).toEqual([])
    expect(clauses(lavishLayout(small))).toEqual([])
    expect(clauses(plain, wide)).toEqual([])
    expect(clauses(plainLayout({ ...small, vectors: 0 }), { ...small, vectors: 0 })).toEqual([])
  })

  it.each([
    ['pci.ids.device.2', identified({ vendor: 0x8086 })],
    ['pci.ids.device.3', identified({ device: 0x1042 })],
    ['pci.ids.device.5', identified({ device: 0x1000 })],
    ['pci.ids.device.6', identified({ revision: 0 })],
    ['pci.ids.device.7', identified({ subsystemDevice: 1 })],
    ['pci.common.device.2', changed(1, undefined)],
    ['pci.notify.device.1', changed(2, undefined)],
    ['pci.isr.device.1', changed(3, undefined)],
    ['pci.caps.device.7', changed(4, undefined)],
    ['pci.cfgaccess.device.1', changed(5, undefined)],
    ['pci.common.device.2', changed(1, { bar: 6 })],
    ['pci.common.device.1', changed(1, { offset: 2, length: 64 })],
    ['pci.caps.device.8', changed(4, { offset: 0x2002, length: 64 })],
    ['pci.caps.device.4', changed(2, { capLength: 16 })],
    ['pci.caps.device.4', changed(5, { capLength: 16 })],
    ['pci.notify.device.2', changed(2, { offset: 0x3001, length: 16 })],
    ['pci.notify.device.3', changed(2, { multiplier: 6 })],
    ['pci.notify.device.3', changed(2, { multiplier: 1 })],
    ['pci.notify.device.4', changed(2, { length: 1 })],
    ['house.structure.within', changed(3, { offset: 0x10000 })],
    ['house.structure.within', changed(3, { bar: 2 })],
    ['pci.msix.device.2', { ...plain, vectors: 3 }],
    ['pci.msix.device.2', { ...plain, bars: plain.bars.map((bar) => (bar.bar === 1 ? { ...bar, size: 16 } : bar)) }],
  ])('breaks %s', (clause, layout) => expect(clauses(layout)).toEqual([clause]))

  it.each([
    ['pci.notify.device.7', changed(2, { offset: 0x3002, length: 16 })],
    ['pci.notify.device.6', changed(2, { multiplier: 2 })],
    ['pci.notify.device.8', changed(2, { length: 2 })],
  ])('breaks %s where NOTIFICATION_DATA is offered', (clause, layout) => {
    expect(clauses(layout, wide)).toEqual([clause])
  })

  it('may have the transitional identity', () => {
    expect(clauses(identified({ device: 0x1000, revision: 0, subsystemDevice: 1 }))).toEqual([])
  })

  it('should have two vectors', () => {
    const one = { ...small, vectors: 1 }
    expect(clauses(plainLayout(one), one)).toEqual(['pci.msix.device.1'])
  })

  it('keeps vendor data apart from virtio’s', () => {
    const vendor = { capLength: 12, type: 9, bar: 0, id: 0, offset: 0, length: 0, multiplier: 0, vendor: 0x1af4 }
    const having = (one: VirtioCapability) => ({ ...plain, capabilities: [...plain.capabilities, one] })
    expect(clauses(having(vendor))).toEqual(['pci.vendor.device.2'])
    expect(clauses(having({ ...vendor, vendor: 1, capLength: 10 }))).toEqual(['pci.vendor.device.3'])
    expect(clauses(having({ ...vendor, type: 77 }))).toEqual([])
  })

  it('is no list where it leads nowhere', () => {
    const space = bytes(`${'00'.repeat(6)}1000${'00'.repeat(44)}10${'00'.repeat(203)}`)
    const scan = { kind: 'device.lists', space, bars: [] } as const
    expect(faultsOfScan(small, scan).map(({ clauses: [first] }) => first)).toEqual(['pci.caps.device.1'])
    expect(virtioCapabilities(scan)).toEqual([])
    expect(notifyStructureOf(scan)).toBeUndefined()
  })
})

describe('the notification structure', () => {
  const scanned = (layout: PciLayout, queue: number, value: number, config = small) =>
    judged(
      [{ kind: 'driver.scans' }, scanOf(layout), write('queue_select', queue), ...reads('queue_notify_off', value)],
      config,
    )

  it('holds the address of every queue', () => {
    expect(scanned(plain, 1, 1)).toBe('ok')
    expect(scanned(changed(2, { length: 6 }), 1, 1)).toBe('ok')
    expect(scanned(changed(2, { length: 5 }), 1, 1)).toBe('pci.notify.device.5')
    expect(scanned(changed(2, { length: 8 }), 1, 1, wide)).toBe('ok')
    expect(scanned(changed(2, { length: 7 }), 1, 1, wide)).toBe('pci.notify.device.9')
  })

  it('holds all queues at one address where the multiplier is 0', () => {
    expect(scanned(lavishLayout(small), 1, 500)).toBe('ok')
  })

  it('is known only after a scan', () => {
    expect(judged([write('queue_select', 0), ...reads('queue_notify_off', 60000)])).toBe('ok')
  })
})
