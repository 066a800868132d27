import { describe, expect, it } from 'vitest'
import { read, write } from '../../properties/pci/plan.ts'
import { pciReferenceTarget } from './pci-reference.ts'
import { pciReferenceConfig } from './pci-reference-config.ts'

describe('the reference as a PCI function', () => {
  it('is named after its policy, and has what the model has', async () => {
    const target = pciReferenceTarget('lazy')
    expect(target).toMatchObject({ name: 'reference (lazy)', version: 'virtio-v1.4-cs01', seeded: true })
    const { config, has } = await target.capabilities()
    expect(config).toBe(pciReferenceConfig)
    expect([...has]).toEqual(['pci', 'msix', 'queue-reset', 'link'])
  })

  it.each(['eager', 'lazy', 'random'] as const)('answers at once: %s', async (policy) => {
    const session = await pciReferenceTarget(policy).open({ seed: 3 })
    expect(await session.perform(write('queue_select', 4))).toEqual([])
    expect(await session.perform(read('queue_size'))).toEqual([
      { kind: 'device.shows', register: 'queue_size', value: 64 },
    ])
    expect(await session.perform({ kind: 'driver.scans' })).toHaveLength(1)
    expect(await session.settle()).toEqual([{ kind: 'device.rests' }])
  })

  it('skips what the driver may not do, and begins anew when it was drained', async () => {
    const session = await pciReferenceTarget().open()
    expect(await session.perform(write('device_status', 15))).toBe('skipped')
    await session.perform(write('device_status', 1))
    await session.drain()
    expect(await session.perform(read('device_status'))).toEqual([
      { kind: 'device.shows', register: 'device_status', value: 0 },
    ])
    expect(session.diagnostics()).toBe('the reference under the policy eager')
    expect(await session.close()).toBeUndefined()
  })
})
