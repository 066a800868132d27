import { describe, expect, it } from 'vitest'
import { queueIndex } from '../../kernel/brand.ts'
import { isLive } from './driver.ts'
import { judged, live, negotiated, played, read, reads, small, write } from './played.fixture.ts'

const begin = [write('device_status', 1), write('device_status', 3)]

describe('a driver', () => {
  it('goes through device_status step by step', () => {
    expect(judged([write('device_status', 3)])).toBe('core.init.driver.1')
    expect(judged([...begin, write('device_status', 1)])).toBe('core.status.driver.2')
    expect(judged([...begin, write('device_status', 0)])).toBe('core.status.driver.2')
    expect(judged([...begin, write('device_status', 131)])).toBe('ok')
    expect(judged([...begin, write('device_status', 15)])).toBe('core.init.driver.1')
    expect(judged([...negotiated.slice(0, -2), write('device_status', 15)])).toBe('core.init.driver.10')
    expect(judged([...negotiated, write('device_status', 15)])).toBe('ok')
  })

  it('accepts valid features only, between DRIVER and FEATURES_OK', () => {
    expect(judged([write('driver_feature', 0)])).toBe('core.init.driver.1')
    expect(judged([...begin, write('driver_feature', 0)])).toBe('core.init.driver.1')
    expect(judged([...negotiated, write('driver_feature', 0)])).toBe('core.init.driver.9')
    const foreign = [...begin, write('driver_feature_select', 0), write('driver_feature', 1)]
    expect(judged([...foreign, write('device_status', 11)])).toBe('core.features.driver.1 core.resfeat.driver.1')
  })

  it('sets a queue up before it enables it', () => {
    expect(judged([...begin, write('queue_select', 0), write('queue_size', 4)])).toBe('core.init.driver.11')
    expect(judged([...negotiated, write('queue_size', 4)])).toBe('core.init.driver.11')
    expect(judged([...negotiated, write('queue_select', 2), write('queue_size', 4)])).toBe('core.init.driver.11')
    const selected = [...negotiated, write('queue_select', 0)]
    expect(judged([...selected, write('queue_size', 3)])).toBe('pci.common.driver.3')
    expect(judged([...selected, write('queue_size', 16)])).toBe('pci.common.driver.2')
    expect(judged([...selected, write('queue_size', 0)])).toBe('pci.common.driver.2')
    expect(judged([...live, write('queue_size', 4)])).toBe('pci.common.driver.4')
    expect(judged([...live, write('queue_desc.low', 4)])).toBe('pci.common.driver.4')
  })

  it('enables a queue once, before DRIVER_OK', () => {
    const enables = (queue: number) => ({ kind: 'driver.enables', queue: queueIndex(queue) }) as const
    expect(judged([enables(0)])).toBe('core.init.driver.11')
    expect(judged([...negotiated, enables(2)])).toBe('core.init.driver.11')
    expect(judged([...negotiated, enables(0), enables(0)])).toBe('pci.common.driver.4')
    expect(judged([...negotiated, enables(0), write('device_status', 15), enables(1)])).toBe('core.init.driver.11')
  })

  it('makes buffers available where the device will use them', () => {
    const offers = (queue: number) => ({ kind: 'driver.offers', queue: queueIndex(queue) }) as const
    expect(judged([offers(0)])).toBe('core.init.driver.11')
    expect(judged([...live, offers(1)], { ...small, provokable: [queueIndex(0)] })).toBe('core.init.driver.11')
    expect(judged([...live, ...Array.from({ length: 8 }, () => offers(0))])).toBe('ok')
    expect(judged([...live, ...Array.from({ length: 9 }, () => offers(0))])).toBe('split.avail.def.1')
  })

  it('notifies a device that is live', () => {
    const kicks = (queue: number) => ({ kind: 'driver.kicks', queue: queueIndex(queue), through: 'bar' }) as const
    expect(judged([...live.slice(0, -1), kicks(0)])).toBe('core.init.driver.15')
    expect(judged([...live, kicks(0)])).toBe('ok')
    expect(judged([...live, kicks(2)])).toBe('core.init.driver.11')
    expect([played(live), played(negotiated)].map(isLive)).toEqual([true, false])
  })

  it('reads what its features give', () => {
    expect(judged([read('queue_reset')])).toBe('core.config.driver.3')
    expect(judged([...negotiated, read('queue_reset')])).toBe('ok')
    expect(judged([...negotiated, read('queue_notif_config_data')])).toBe('core.config.driver.3')
    expect(judged([...negotiated, ...reads('config_generation', 0)])).toBe('ok')
  })

  it('has no vectors to map where there is no table', () => {
    expect(judged([{ kind: 'driver.switchesMsix', on: true }], { ...small, vectors: 0 })).toBe('pci.msix.driver.4')
  })
})
