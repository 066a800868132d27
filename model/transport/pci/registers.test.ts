import { describe, expect, it } from 'vitest'
import { featureSet } from '../../kernel/bits.ts'
import { queueIndex } from '../../kernel/brand.ts'
import type { PciAction } from './action.ts'
import { among, anything, hexadecimal } from './expected.ts'
import { pciFunction } from './function.ts'
import { judged, lined, live, negotiated, read, reads, rest, show, small, uses, write } from './played.fixture.ts'
import { featuresInWindow } from './registers.ts'

describe('feature windows', () => {
  it('show 32 bits each, and 0 where no feature is', () => {
    const set = featureSet(0, 33, 70)
    expect([0, 1, 2, 3, 0xffff_ffff].map((select) => featuresInWindow(set, select))).toEqual([1, 2, 0x40, 0, 0])
  })

  it.each([
    [0, 0x10000, 'ok'],
    [0, 0x10001, 'pci.common.device.3'],
    [1, 0x101, 'ok'],
    [2, 0, 'ok'],
    [2, 1, 'pci.common.device.3'],
    [0xffff_ffff, 0, 'ok'],
  ])('device_feature of window %i reading %i: %s', (select, value, verdict) => {
    expect(judged([write('device_feature_select', select), ...reads('device_feature', value)])).toBe(verdict)
  })

  it.each([
    [0x1_0000, 'ok'],
    [0x1_0001, 'ok'],
    [0x1_0003, 'pci.common.device.4'],
    [0x0_0001, 'pci.common.device.4'],
  ])('driver_feature reading %i after an offered and a foreign bit were written: %s', (value, verdict) => {
    const begin = [write('device_status', 1), write('device_status', 3), write('driver_feature_select', 0)]
    expect(judged([...begin, write('driver_feature', 0x1_0001), ...reads('driver_feature', value)])).toBe(verdict)
  })

  it('need no window to be selected to be read', () => {
    expect(judged(reads('driver_feature', 77))).toBe('ok')
    expect(judged(reads('device_feature', 77))).toBe('ok')
  })
})

describe('device_status', () => {
  it('reads 0 after a reset', () => {
    expect(judged([{ kind: 'driver.resets' }, show('device_status', 0)])).toBe('ok')
    expect(judged([{ kind: 'driver.resets' }, show('device_status', 4)])).toBe('pci.common.device.7')
  })

  it('keeps what was written', () => {
    expect(judged([write('device_status', 1), ...reads('device_status', 1)])).toBe('ok')
    expect(judged([write('device_status', 1), ...reads('device_status', 3)])).toBe('house.status.kept')
  })

  it('answers FEATURES_OK: a valid subset should be accepted', () => {
    const proposed = negotiated.slice(0, -1)
    expect(judged([...proposed, show('device_status', 3)])).toBe('warns core.features.device.2')
    expect(judged([...proposed, show('device_status', 7)])).toBe('house.status.kept')
    expect(judged([...proposed, show('device_status', 3), ...reads('device_status', 11)])).toBe('house.status.kept')
  })
})

describe('a queue’s registers', () => {
  const select = (queue: number) => [...negotiated, write('queue_select', queue)]

  it.each([
    [0, 8, 'ok'],
    [0, 6, 'pci.common.device.15'],
    [0, 0xffff, 'split.ring.def.1'],
    [0, 16, 'pci.common.device.7'],
    [2, 0, 'ok'],
    [2, 8, 'pci.common.device.14'],
    [3, 8, 'pci.common.device.14'],
    [0xffff, 0, 'ok'],
  ])('queue_size of queue %i reading %i: %s', (queue, value, verdict) => {
    expect(judged([...select(queue), ...reads('queue_size', value)])).toBe(verdict)
  })

  it('keep a smaller size', () => {
    expect(judged([...select(0), write('queue_size', 4), ...reads('queue_size', 4)])).toBe('ok')
    expect(judged([...select(0), write('queue_size', 4), ...reads('queue_size', 8)])).toBe('house.register.kept')
    const other = [...select(0), write('queue_size', 4), write('queue_select', 1)]
    expect(judged([...other, ...reads('queue_size', 8)])).toBe('ok')
    expect(judged([...other, ...reads('queue_size', 4)])).toBe('pci.common.device.7')
  })

  it('allow any size in a packed ring', () => {
    const config = { ...small, offered: featureSet(32, 34), queueSizes: [6] }
    const begin = [write('device_status', 1), write('device_status', 3), write('driver_feature_select', 1)]
    const packed = [...begin, write('driver_feature', 5), write('device_status', 11), ...reads('device_status', 11)]
    expect(judged([...packed, write('queue_select', 0), ...reads('queue_size', 6)], config)).toBe('ok')
    expect(judged([write('queue_select', 0), ...reads('queue_size', 6)], config)).toBe('pci.common.device.15')
  })

  it('say whether it is enabled', () => {
    expect(judged([...select(0), ...reads('queue_enable', 1)])).toBe('pci.common.device.8')
    expect(judged([...live, ...reads('queue_enable', 1)])).toBe('ok')
    expect(judged([...live, ...reads('queue_enable', 0)])).toBe('house.register.kept')
    expect(judged([...live, ...reads('queue_reset', 1)])).toBe('pci.common.device.10')
    expect(judged([...select(0), ...reads('queue_reset', 1)])).toBe('pci.common.device.9')
  })

  it('hold addresses by halves', () => {
    const halves = [...select(1), write('queue_desc.low', 0x1000), write('queue_desc.high', 7)]
    expect(judged([...halves, ...reads('queue_desc.low', 0x1000)])).toBe('ok')
    expect(judged([...halves, ...reads('queue_desc.high', 0)])).toBe('pci.caps.device.2')
    expect(judged([...halves, ...reads('queue_driver.high', 5)])).toBe('ok')
    expect(judged([...live, ...reads('queue_desc.low', 0x4000)])).toBe('ok')
  })

  it('say nothing while none is selected', () => {
    expect(judged(reads('queue_size', 3))).toBe('ok')
    expect(judged([...select(2), ...reads('queue_enable', 1)])).toBe('ok')
  })
})

describe('other registers', () => {
  it('keep what they select, and num_queues', () => {
    expect(judged([write('queue_select', 9), ...reads('queue_select', 9)])).toBe('ok')
    expect(judged([write('queue_select', 9), ...reads('queue_select', 1)])).toBe('house.register.kept')
    expect(judged(reads('num_queues', 3))).toBe('ok')
    expect(judged(reads('num_queues', 2))).toBe('house.register.kept')
    expect(judged([write('device_feature_select', 5), ...reads('device_feature_select', 5)])).toBe('ok')
    expect(judged([write('driver_feature_select', 5), ...reads('driver_feature_select', 4)])).toBe(
      'house.register.kept',
    )
  })

  it('of the administration queues lie behind the others', () => {
    const config = { ...small, offered: featureSet(32, 41) }
    const begin = [write('device_status', 1), write('device_status', 3), write('driver_feature_select', 1)]
    const admin = [...begin, write('driver_feature', 0x201), write('device_status', 11), ...reads('device_status', 11)]
    expect(judged([...admin, ...reads('admin_queue_index', 3)], config)).toBe('ok')
    expect(judged([...admin, ...reads('admin_queue_index', 2)], config)).toBe('pci.common.device.16')
    expect(judged([...admin, ...reads('admin_queue_num', 0xfffd)], config)).toBe('ok')
    expect(judged([...admin, ...reads('admin_queue_num', 0xfffe)], config)).toBe('pci.common.device.17')
    expect(judged([read('admin_queue_num')], config)).toBe('core.config.driver.3')
  })

  it('mirror ISR status while MSI-X is disabled', () => {
    expect(judged(reads('interrupt_status', 0))).toBe('ok')
    expect(judged(reads('interrupt_status', 1))).toBe('pci.isr.device.4')
    expect(judged([...lined, ...uses(0), ...reads('interrupt_status', 0)])).toBe('ok')
    expect(judged([...lined, ...uses(0), rest, ...reads('interrupt_status', 0)])).toBe('pci.isr.device.4')
    expect(judged([{ kind: 'driver.switchesMsix', on: true }, ...reads('interrupt_status', 1)])).toBe('ok')
  })
})

describe('what is expected', () => {
  it('is one of some values, or anything', () => {
    expect(among([1, 2], 'pci.isr.device.4', 'it').faults(3)[0]?.because).toBe('it reads 0x3, not 0x1 or 0x2')
    expect(among([1, 2], 'pci.isr.device.4', 'it').faults(2)).toEqual([])
    expect(anything(4)).toMatchObject({ values: [4], open: true })
    expect(hexadecimal(0xffff)).toBe('0xffff')
  })
})

describe('which queues there are', () => {
  /** RING_RESET decides: with it there are two queues of 8 entries. */
  const shaped = { ...small, shaping: featureSet(40) }
  const machine = pciFunction()
  const verdict = (...actions: readonly PciAction[]): string => {
    let state = machine.initial(shaped)
    for (const action of actions) {
      const step = machine.step(state, action)
      if (!step.ok) return step.refusal.clauses[0]
      state = step.state
    }
    return 'ok'
  }
  const before: readonly PciAction[] = [write('queue_select', 1)]

  it('is open until the features are negotiated that decide it', () => {
    expect(verdict(...before, ...reads('queue_size', 0), ...reads('num_queues', 1))).toBe('ok')
    expect(verdict(...before, ...reads('queue_size', 64))).toBe('ok')
    expect(verdict(...before, ...reads('queue_size', 9))).toBe('pci.common.device.15')
    expect(verdict(...reads('num_queues', 4))).toBe('house.register.kept')
    expect(verdict(write('queue_select', 3), ...reads('queue_size', 8))).toBe('pci.common.device.14')
  })

  it('has to be settled before a queue is set up', () => {
    const bare: readonly PciAction[] = [
      ...[write('device_status', 1), write('device_status', 3), write('driver_feature_select', 1)],
      ...[write('driver_feature', 1), write('device_status', 11), ...reads('device_status', 11)],
    ]
    expect(verdict(...bare, ...before)).toBe('ok')
    expect(verdict(...bare, ...before, write('queue_size', 4))).toBe('core.init.driver.11')
    expect(verdict(...bare, { kind: 'driver.enables', queue: queueIndex(0) })).toBe('core.init.driver.11')
  })

  it('is settled then', () => {
    expect(verdict(...negotiated, ...before, ...reads('queue_size', 8), ...reads('num_queues', 3))).toBe('ok')
    expect(verdict(...negotiated, ...before, ...reads('queue_size', 0))).toBe('pci.common.device.7')
    expect(verdict(...negotiated, ...reads('num_queues', 1))).toBe('house.register.kept')
  })
})
