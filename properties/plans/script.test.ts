import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceConfig } from '../../conformance/targets/reference-config.ts'
import { featuresNamed } from '../../model/feature/table.ts'
import { noFeatures } from '../../model/kernel/bits.ts'
import { pairIndex, ringPosition } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './script.ts'
import type { Intent } from './traffic.ts'

const intent = (frame: number): Intent => ({ kind: 'arrive', frame: () => bytes(frame.toString(16).padStart(2, '0')) })
const groups = [[intent(1), intent(2)], [intent(3)], [intent(4)], [intent(5)]]
/** Intents as `i`, rests as `r`. */
const drawn = (parts: ReturnType<typeof steps>) => parts.map((step) => (step === rest ? 'r' : 'i')).join('')

describe('accepting', () => {
  it('is VERSION_1, MAC and what is asked for, as far as it is offered', () => {
    expect(accepting(referenceConfig, ['VIRTIO_NET_F_MQ', 'VIRTIO_F_SR_IOV'])).toBe(
      featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MAC', 'VIRTIO_NET_F_MQ']),
    )
    expect(accepting({ ...referenceConfig, offered: noFeatures }, ['VIRTIO_NET_F_MQ'])).toBe(noFeatures)
  })
})

describe('opening', () => {
  it('resets, negotiates and starts, at a position where one is given', () => {
    const begin = [{ kind: 'driver.resets' }, { kind: 'driver.accepts', features: noFeatures }]
    expect(opening(noFeatures)).toEqual([...begin, { kind: 'driver.starts', size: 64 }])
    expect(opening(noFeatures, 8, ringPosition(65530))).toEqual([
      ...begin,
      { kind: 'driver.starts', size: 8, position: 65530 },
    ])
  })
})

describe('stocked', () => {
  it('gives each of the first pairs as many buffers, then rests', () => {
    const offer = (pair: number) => ({ kind: 'offer', pair: pairIndex(pair), lengths: [2048] })
    expect(stocked(2, 2)).toEqual([offer(0), offer(1), offer(0), offer(1), rest])
    expect(stocked(4, 0)).toEqual([rest])
  })
})

describe('steps', () => {
  it('rests after each group where nothing is racy', () => {
    expect(drawn(steps({ groups, racy: 0.5, width: 0 }))).toBe('iiriririr')
  })

  it('leaves out the rests inside the racy window', () => {
    expect(drawn(steps({ groups, racy: 0, width: 3 }))).toBe('iiiirir')
    expect(drawn(steps({ groups, racy: 0.5, width: 2 }))).toBe('iiririir')
    expect(drawn(steps({ groups, racy: 0, width: 1 }))).toBe('iiriririr')
    expect(drawn(steps({ groups, racy: 0.99, width: 8 }))).toBe('iiririri')
  })
})

describe('traffic', () => {
  it('has groups of one to three, a share below 1, and a window of none or four to eight', () => {
    fc.assert(
      fc.property(traffic(fc.constant(intent(1)), { min: 2, max: 5 }), (all) => {
        expect(all.groups.length).toBeGreaterThanOrEqual(2)
        expect(all.groups.length).toBeLessThanOrEqual(5)
        expect(all.groups.every(({ length }) => length >= 1 && length <= 3)).toBe(true)
        expect(all.racy >= 0 && all.racy < 1).toBe(true)
        expect([0, 4, 5, 6, 7, 8]).toContain(all.width)
      }),
    )
  })

  it('is racy in two plans of three', () => {
    const widths = fc.sample(traffic(fc.constant(intent(1)), { min: 2, max: 5 }), { numRuns: 600, seed: 1 })
    const racy = widths.filter(({ width }) => width > 0).length
    expect(racy).toBeGreaterThan(340)
    expect(racy).toBeLessThan(460)
  })
})

describe('script', () => {
  it('numbers its parts as one', () => {
    const plan = script(stocked(1, 1), [intent(7)], stocked(1, 1))
    expect(plan.map((step) => ('chain' in step ? step.chain : step.kind))).toEqual([
      0,
      'device.rests',
      'wire.arrives',
      1,
      'device.rests',
    ])
  })
})
