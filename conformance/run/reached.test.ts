import { expect, test } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { asFeatureSet } from '../../model/kernel/bits.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { noBytes } from '../../model/kernel/bytes.ts'
import type { Entry } from '../../properties/target.ts'
import { NetGauge } from './net-gauge.ts'
import { Reach, shareOf } from './reached.ts'
import { offer, rest, use } from './toy/target.fixture.ts'

const accepts = (features: bigint): Entry => ({ kind: 'driver.accepts', features: asFeatureSet(features) })
const drive = (log: readonly Entry[], done: number, skipped: number) => ({ log, done, skipped, failed: false })

test('every counter counts what it says', () => {
  const reach = new Reach(new NetGauge())
  const queue = queueIndex(0)
  reach.add(
    drive(
      [
        { kind: 'driver.resets' },
        accepts(1n),
        offer(1),
        { kind: 'driver.transmits', queue, chain: 2, frame: 1, bytes: noBytes, cuts: [] },
        use(1),
        use(2),
        { kind: 'device.acknowledges', queue, chain: 3, length: 1, bytes: noBytes },
        { kind: 'device.sends', bytes: noBytes },
        { kind: 'device.sends', bytes: noBytes },
        { kind: 'device.interrupts', queue },
        rest,
      ],
      5,
      1,
    ),
  )
  reach.add(drive([accepts(1n), accepts(3n), rest], 2, 0))
  expect(reach.counters()).toEqual({
    'frames placed': 1,
    'frames sent': 2,
    'commands acknowledged': 1,
    resets: 1,
    interrupts: 1,
    'feature combinations': 2,
    stimuli: 7,
    'stimuli skipped': 1,
    'share of stimuli skipped': 0.125,
  })
})

test('what was not reached is left out', () => {
  expect(new Reach(new NetGauge()).counters()).toEqual({})
})

test('a chain of an earlier plan is no buffer of this one', () => {
  const reach = new Reach(new NetGauge())
  reach.add(drive([offer(1), rest], 1, 0))
  reach.add(drive([use(1), rest], 0, 0))
  expect(reach.counters()).toEqual({ stimuli: 1 })
})

test('chains are counted by what their rings are called, unless those are plain', () => {
  const reach = new Reach(new NetGauge())
  const split = featuresNamed(['VIRTIO_NET_F_HASH_REPORT'])
  const peculiar = featuresNamed(['VIRTIO_F_RING_PACKED', 'VIRTIO_F_IN_ORDER', 'VIRTIO_NET_F_MRG_RXBUF'])
  reach.add(drive([accepts(split), use(1), accepts(peculiar), use(2), use(3), rest], 2, 0))
  expect(reach.counters()).toEqual({
    'feature combinations': 2,
    'chains on packed rings + in-order + mergeable': 2,
    stimuli: 2,
  })
})

test('the share skipped is of all that was planned', () => {
  expect([shareOf(0, 0), shareOf(2, 1), shareOf(0, 4)]).toEqual([0, 0.333, 1])
})
