import { expect, test } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import { PciGauge } from './pci-gauge.ts'

test('counts what a function was asked and did', () => {
  const gauge = new PciGauge()
  gauge.add([
    { kind: 'driver.resets' },
    { kind: 'device.shows', register: 'device_status', value: 0 },
    { kind: 'device.uses', queue: queueIndex(1) },
    { kind: 'device.uses', queue: queueIndex(1) },
    { kind: 'device.rests' },
  ])
  expect(gauge.counters()).toEqual({
    scans: 0,
    'registers read': 1,
    'registers written': 0,
    'configuration read': 0,
    'buffers used': 2,
    messages: 0,
    resets: 1,
    'queue resets': 0,
    'changes of the link': 0,
  })
})
