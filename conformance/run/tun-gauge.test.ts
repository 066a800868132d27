import { expect, it } from 'vitest'
import { TunGauge } from './tun-gauge.ts'

it('counts what histories of a tun device reach', () => {
  const gauge = new TunGauge()
  gauge.add([
    { kind: 'user.teaches', file: 0, first: 1, count: 5 },
    { kind: 'device.returns', error: 'none', value: 5 },
    { kind: 'user.switches', file: 0, flags: 0 },
    { kind: 'device.returns', error: 'EINVAL', value: 0 },
    { kind: 'device.drops', frame: 1 },
  ])
  expect(gauge.counters()).toEqual({ 'flows taught': 5, TUNSETQUEUE: 1, 'calls that fail': 1, 'frames not taken': 1 })
})
