import { describe, expect, it } from 'vitest'
import { queueIndex } from '../../kernel/brand.ts'
import type { PciAction } from './action.ts'
import { pciFunction } from './function.ts'
import { judged, lined, live, negotiated, played, reads, rest, show, small, uses, write } from './played.fixture.ts'
import { freshQueue, toldOf, used, withBuffer } from './queue.ts'
import { selectedQueue } from './state.ts'

const queue = (index: number) => queueIndex(index)
const signal = (vector: number): PciAction => ({ kind: 'device.signals', vector })
const use = (index: number): PciAction => ({ kind: 'device.uses', queue: queue(index) })
const offer = (index: number): PciAction => ({ kind: 'driver.offers', queue: queue(index) })
const kick = (index: number, through: 'bar' | 'window' = 'bar'): PciAction => {
  return { kind: 'driver.kicks', queue: queue(index), through }
}
const reset = [{ kind: 'driver.resets' } as const, show('device_status', 0)]
const resetsQueue: PciAction = { kind: 'driver.resetsQueue', queue: queue(0) }
const enables: PciAction = { kind: 'driver.enables', queue: queue(0) }
const afterQueueReset = [...live, resetsQueue, show('queue_reset', 0)]

describe('used buffers and messages', () => {
  it('come by the vector that the queue is mapped to', () => {
    expect(judged([...live, ...uses(0), signal(1), rest])).toBe('ok')
    expect(judged([...live, ...uses(0), rest])).toBe('pci.msix.device.4')
    expect(judged([...live, ...uses(0), signal(0)])).toBe('pci.msix.device.4')
  })

  it('come by none where it is mapped to none', () => {
    expect(judged([...live, ...uses(1), rest])).toBe('ok')
    expect(judged([...live, ...uses(1), signal(1)])).toBe('pci.notify.device.10')
  })

  it('are told of a change of configuration likewise', () => {
    const unmap = [write('config_msix_vector', 0xffff), ...reads('config_msix_vector', 0xffff)]
    const down: PciAction = { kind: 'admin.links', up: false }
    expect(judged([...live, down, signal(0), rest])).toBe('ok')
    expect(judged([...live, down, rest])).toBe('pci.msix.device.4')
    expect(judged([...live, ...unmap, down, rest])).toBe('ok')
    expect(judged([...live, ...unmap, down, signal(0)])).toBe('pci.notify.device.12')
    expect(judged([...live, { kind: 'admin.links', up: true }, rest])).toBe('ok')
    expect(judged([...live, down, signal(0), { kind: 'admin.links', up: true }, rest])).toBe('ok')
  })

  it('are no messages without an event, or without MSI-X', () => {
    expect(judged([...live, signal(0)])).toBe('house.signal.foreign')
    expect(judged([...lined, ...uses(0), signal(0)])).toBe('house.signal.foreign')
    expect(judged([...live, { kind: 'driver.switchesMsix', on: false }, signal(0)])).toBe('house.signal.foreign')
  })

  it('do not come before DRIVER_OK or after a reset', () => {
    const early = live.slice(0, -1)
    expect(judged([...early, offer(0), use(0)])).toBe('core.status.device.1')
    expect(judged([...early, signal(0)])).toBe('core.status.device.1')
    expect(judged([...live, ...reset, use(0)])).toBe('core.reset.device.2')
    expect(judged([...live, ...reset, signal(1)])).toBe('core.reset.device.2')
  })

  it('are owed once the device was told', () => {
    expect(judged([...live, offer(1), rest])).toBe('ok')
    expect(judged([...live, offer(1), use(1)])).toBe('ok')
    expect(judged([...live, use(1)])).toBe('house.chain.foreign')
    expect(judged([...live, offer(1), kick(1), rest])).toBe('house.chain.lost')
    expect(judged([...live, offer(1), kick(1, 'window'), rest])).toBe('pci.cfgaccess.device.2')
  })
})

describe('the reset of a queue', () => {
  it('ends with 0 in queue_reset and queue_enable', () => {
    expect(judged([...live, resetsQueue, show('queue_reset', 1), show('queue_reset', 0), rest])).toBe('ok')
    expect(judged([...live, resetsQueue, show('queue_reset', 1), rest])).toBe('pci.common.device.11')
    expect(judged([...live, resetsQueue, show('queue_reset', 3)])).toBe('pci.common.device.12')
    expect(judged([...afterQueueReset, ...reads('queue_enable', 1)])).toBe('pci.common.device.13')
    expect(judged([...afterQueueReset, ...reads('queue_reset', 1)])).toBe('pci.common.device.13')
    expect(judged([...afterQueueReset, enables, ...reads('queue_reset', 1)])).toBe('pci.common.device.10')
  })

  it('forgets what the queue held', () => {
    expect(judged([...live, offer(0), resetsQueue, show('queue_reset', 0), use(0)])).toBe('core.vqreset.device.1')
    expect(judged([...afterQueueReset, ...reads('queue_size', 4)])).toBe('core.vqreset.device.2')
    expect(judged([...afterQueueReset, ...reads('queue_size', 8)])).toBe('ok')
    expect(judged([...afterQueueReset, ...reads('queue_msix_vector', 1)])).toBe('ok')
    expect(judged([...afterQueueReset, ...reads('queue_msix_vector', 0)])).toBe('core.vqreset.device.2')
  })

  it('lets it be enabled again, of another size', () => {
    expect(judged([...afterQueueReset, enables, offer(0), kick(0), rest])).toBe('core.vqreset.device.2')
    const smaller = [...afterQueueReset, write('queue_size', 2), enables, offer(0), kick(0)]
    expect(judged([...smaller, rest])).toBe('core.vqreset.device.3')
    expect(judged([...smaller, use(0), rest])).toBe('ok')
  })

  it('needs RING_RESET and an enabled queue', () => {
    expect(judged([...negotiated, resetsQueue])).toBe('pci.common.driver.7')
    expect(judged([resetsQueue])).toBe('core.features.driver.1 pci.common.driver.7'.split(' ')[0])
  })
})

describe('the window in the configuration space', () => {
  it('is blamed for what it reads', () => {
    const select = write('queue_select', 1)
    expect(judged([select, ...reads('queue_select', 1, 'window')])).toBe('ok')
    expect(judged([select, ...reads('queue_select', 0, 'window')])).toBe('pci.cfgaccess.device.3 house.register.kept')
  })

  it('is blamed for what it does not write', () => {
    const select = write('queue_select', 2, 'window')
    expect(judged([select, ...reads('queue_select', 0)])).toBe('pci.cfgaccess.device.2 house.register.kept')
    expect(judged([select, ...reads('queue_size', 8)])).toBe('pci.cfgaccess.device.2 pci.common.device.14')
    expect(judged([select, ...reads('queue_select', 2), ...reads('queue_size', 8)])).toBe('pci.common.device.14')
    expect(judged([select, write('queue_select', 2), ...reads('queue_select', 0)])).toBe('house.register.kept')
  })
})

describe('the machine', () => {
  it('takes no answer to what was not asked', () => {
    expect(judged([show('queue_size', 8)])).toBe('house.device.answers')
    expect(judged([{ kind: 'driver.scans' }, rest])).toBe('house.device.answers')
    expect(judged([{ kind: 'device.reveals', offset: 0, bytes: small.offered.toString() as never }])).toBe(
      'house.device.answers',
    )
  })

  it('takes a failure for what it is', () => {
    expect(judged([{ kind: 'device.fails', how: 'hangs', words: '' }])).toBe('house.device.answers')
    expect(judged([{ kind: 'device.fails', how: 'needs-reset', words: 'x' }])).toBe('house.device.healthy')
  })

  it('keeps events in one lane and answers in another', () => {
    const { lane, hidden, name } = pciFunction()
    expect(lane(use(0), [])).toEqual({ name: 'events', late: false })
    expect(lane(signal(0), [])).toEqual({ name: 'events', late: false })
    expect(lane(show('queue_size', 1), [])).toEqual({ name: 'answers', late: true })
    expect(hidden(played(live))).toEqual([])
    expect(name).toBe('virtio-pci')
  })

  it('enables what is owed, and a rest where nothing is', () => {
    const { enabled } = pciFunction()
    expect(enabled(played(live))).toEqual([rest])
    expect(enabled(played([...live, offer(0), kick(0)]))).toEqual([use(0)])
    expect(enabled(played([...live, ...uses(0)]))).toEqual([signal(1)])
    expect(enabled(played([...live, resetsQueue]))).toEqual([show('queue_reset', 0), show('queue_reset', 1)])
  })
})

describe('a queue', () => {
  it('counts what is available, and what the device was told of', () => {
    const two = withBuffer(withBuffer(freshQueue(8)))
    expect(two).toMatchObject({ waiting: 2, due: 0 })
    expect(used(toldOf(two, 'window'))).toMatchObject({ waiting: 1, due: 1, told: 'window' })
    expect(used(freshQueue(8))).toMatchObject({ waiting: 0, due: 0 })
  })

  it('is found by queue_select', () => {
    expect(selectedQueue(played([]))).toBe('unknown')
    expect(selectedQueue(played([write('queue_select', 2)]))).toBeUndefined()
    expect(selectedQueue(played([write('queue_select', 1)]))).toMatchObject({ max: 8 })
  })
})
