import { describe, expect, it } from 'vitest'
import { implemented } from '../../engine/feature.ts'
import { netProperties } from '../../properties/net-properties.ts'
import { liftToTarget } from '../driver/lift.ts'
import { check } from '../index.ts'
import { engineTarget } from './engine.ts'

describe('the target', () => {
  it('says what it is and does', () => {
    const target = engineTarget()
    expect(target.name).toBe('engine')
    expect(engineTarget({ name: 'engine with a bug' }).name).toBe('engine with a bug')
    expect(target.traits).toEqual({ full: 'drops', blocks: false, pads: false, serves: true })
    expect(target.extras).toEqual([
      ...[
        'ring-position',
        'interrupts',
        'memory-watch',
        'device-status',
        'link',
        'announce',
        'config-write',
        'handover',
      ],
    ])
  })
  it('offers what the engine implements, as it is configured', async () => {
    const device = await engineTarget().open()
    expect(await device.offeredFeatures()).toBe(implemented)
    expect([...(await device.readConfig(8, 2))]).toEqual([4, 0])
    expect(device.memory.size).toBe(2 * 1024 * 1024)
    const small = await engineTarget({ config: { maxPairs: 2, memorySize: 8192 } }).open()
    expect([...(await small.readConfig(8, 2))]).toEqual([2, 0])
    expect([small.memory.base, small.memory.size, await small.maxQueueSize(4)]).toEqual([0, 8192, 64])
  })
  it('works over a memory of the caller’s as over its own', async () => {
    const memory = new SharedArrayBuffer(1024 * 1024)
    const target = liftToTarget(engineTarget({ config: { memory } }))
    const properties = netProperties.filter(({ id }) => ['ring/conservation', 'control/refused'].includes(id))
    const { summary } = await check(target, { properties, runs: 15 })
    expect(summary).toMatchObject({ pass: 2, fail: 0 })
    expect(new Uint8Array(memory).some((byte) => byte !== 0)).toBe(true)
  })
  it('keeps a closed engine for the next session, and gives two sessions one each', async () => {
    const target = engineTarget()
    const first = await target.open()
    const second = await target.open()
    expect(second).not.toBe(first)
    await first.writeStatus(1)
    await first.close()
    await first.close()
    const third = await target.open()
    expect(third).toBe(first)
    expect(await third.status()).toBe(0)
    expect(await target.open()).not.toBe(first)
  })
})
