import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { noFeatures } from '../../model/kernel/bits.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import type { Session } from '../../properties/target.ts'
import { referenceTarget } from './reference.ts'
import { referenceConfig } from './reference-config.ts'

const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
const accepts: NetStimulus = { kind: 'driver.accepts', features }
const starts: NetStimulus = { kind: 'driver.starts', size: 8 }
const offers: NetStimulus = { kind: 'driver.offers', queue: queueIndex(0), chain: 1, lengths: [64] }
const frame = bytes('ff'.repeat(60))
const arrives: NetStimulus = { kind: 'wire.arrives', frame: 1, bytes: bytes('ff'.repeat(48)) }
const uses = {
  kind: 'device.uses',
  queue: 0,
  chain: 1,
  length: 60,
  bytes: `${'00'.repeat(10)}0100${'ff'.repeat(48)}`,
}
const interrupts = { kind: 'device.interrupts', queue: 0 }
const rests = { kind: 'device.rests' }

async function started(policy: 'eager' | 'lazy' | 'random'): Promise<Session> {
  const session = await referenceTarget(policy).open({ seed: 1 })
  expect(await session.perform(accepts)).toEqual([{ kind: 'device.agrees', ok: true }])
  expect(await session.perform(starts)).toEqual([])
  return session
}

describe('the reference target', () => {
  it('is named after its policy; eager unless another is asked for', () => {
    expect(referenceTarget().name).toBe('reference (eager)')
    expect(referenceTarget('lazy').name).toBe('reference (lazy)')
    expect(referenceTarget().version).toBe('virtio-v1.4-cs01')
  })

  it('has what the model has', async () => {
    const { config, has } = await referenceTarget().capabilities()
    expect(config).toBe(referenceConfig)
    expect([...has].sort()).toEqual([
      'announce',
      'config-write',
      'csum',
      'ctrl',
      'ctrl-mac-addr',
      'ctrl-rx',
      'ctrl-rx-extra',
      'ctrl-vlan',
      'device-stats',
      'device-status',
      'event-idx',
      'guest-csum',
      'guest-gso',
      'guest-offloads',
      'guest-tunnel',
      'handover',
      'hash-config',
      'hash-report',
      'hash-tunnel',
      'host-gso',
      'host-tunnel',
      'host-ufo',
      'in-order',
      'indirect',
      'interrupts',
      'link',
      'link-status',
      'memory-watch',
      'mergeable',
      'mq',
      'mtu',
      'net',
      'notf-coal',
      'packed',
      'pairs-2',
      'pairs-4',
      'queue-reset',
      'ring-position',
      'rsc',
      'rss',
      'rss-context',
      'speed',
      'suspend',
      'vq-notf-coal',
    ])
  })

  it('plays another device where it is given one', async () => {
    const device = { ...referenceConfig, mac: bytes('020000000007') }
    expect((await referenceTarget('eager', device).capabilities()).config).toBe(device)
    const session = await referenceTarget('eager', device).open()
    expect(await session.perform({ kind: 'driver.reads', field: 'mac' })).toEqual([
      { kind: 'device.shows', field: 'mac', value: '020000000007' },
    ])
  })
})

describe('a session of the reference', () => {
  it.each(['eager', 'lazy', 'random'] as const)('answers at once: %s', async (policy) => {
    const session = await referenceTarget(policy).open()
    const status = [{ kind: 'device.shows', field: 'device_status', value: '00' }]
    expect(await session.perform({ kind: 'driver.reads', field: 'device_status' })).toEqual(status)
    expect(await session.perform({ kind: 'driver.accepts', features: noFeatures })).toHaveLength(1)
  })

  it('skips what the driver may not do', async () => {
    const session = await referenceTarget().open()
    expect(await session.perform(offers)).toBe('skipped')
    expect(await session.perform({ kind: 'driver.starts', size: 8 })).toBe('skipped')
    expect(await session.settle()).toEqual([rests])
  })

  it('reacts at once where it is eager', async () => {
    const session = await started('eager')
    expect(await session.perform(offers)).toEqual([])
    expect(await session.perform(arrives)).toEqual([uses, interrupts])
    expect(await session.settle()).toEqual([rests])
  })

  it('reacts when it must where it is lazy', async () => {
    const session = await started('lazy')
    expect(await session.perform(offers)).toEqual([])
    expect(await session.perform(arrives)).toEqual([])
    expect(await session.settle()).toEqual([uses, interrupts, rests])
  })

  it('does what is hidden and shows what is seen', async () => {
    const session = await started('eager')
    const command: NetStimulus = { kind: 'driver.commands', chain: 5, command: { name: 'VQ_PAIRS_SET', pairs: 2 } }
    expect(await session.perform(command)).toEqual([
      { kind: 'device.acknowledges', queue: 8, chain: 5, length: 1, bytes: '00' },
      { kind: 'device.interrupts', queue: 8 },
    ])
  })

  it('differs by its seed where it is random, and by nothing else', async () => {
    const log = async (seed: number) => {
      const session = await referenceTarget('random').open({ seed })
      const entries: unknown[] = []
      for (const act of [
        accepts,
        starts,
        offers,
        arrives,
        { ...offers, chain: 2 },
        { ...arrives, frame: 2, bytes: frame },
      ]) {
        entries.push(await session.perform(act), '|')
      }
      return [...entries, await session.settle()]
    }
    expect(await log(1)).toEqual(await log(1))
    const logs = await Promise.all([1, 2, 3, 4, 5, 6].map(async (seed) => JSON.stringify(await log(seed))))
    expect(new Set(logs).size).toBeGreaterThan(1)
  })

  it('begins anew when it was drained', async () => {
    const session = await started('lazy')
    await session.perform(offers)
    await session.perform(arrives)
    await session.drain()
    expect(await session.settle()).toEqual([rests])
    expect(await session.perform(offers)).toBe('skipped')
    expect(await session.perform(accepts)).toEqual([{ kind: 'device.agrees', ok: true }])
  })

  it('says what it is, and closes', async () => {
    const session = await referenceTarget('lazy').open()
    expect(session.diagnostics()).toBe('the reference under the policy lazy')
    expect(await session.close()).toBeUndefined()
  })
})
