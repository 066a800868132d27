import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../../model/feature/table.ts'
import { queueIndex } from '../../model/kernel/brand.ts'
import { bytes } from '../../model/kernel/bytes.ts'
import type { NetAction, NetObservation, NetStimulus } from '../../model/net/action.ts'
import { acknowledges, commands, offers, rssConfig, transmits, uses } from '../../model/net/live.fixture.ts'
import { Watch } from './watch.ts'

function watching(...stimuli: readonly NetStimulus[]): Watch {
  const watch = new Watch()
  for (const stimulus of stimuli) watch.did(stimulus)
  return watch
}

const rss = rssConfig([1])
const asStimulus = (action: NetAction) => action as NetStimulus // built by `commands`
const ack = (chain: number, value: number) => acknowledges(chain, value) as NetObservation // built by `acknowledges`
const ask = (chain: number) => asStimulus(commands(chain, rss))

describe('commands', () => {
  it('are in force once they are acknowledged with OK', () => {
    const watch = watching(ask(1), ask(2))
    expect(watch.inForce).toBeUndefined()
    watch.see(ack(1, 1))
    expect(watch.inForce).toBeUndefined()
    watch.see(ack(2, 0))
    expect(watch.inForce).toBe(rss)
    expect(watch.acknowledged.map(({ ok }) => ok)).toEqual([false, true])
  })

  it('are forgotten at a reset', () => {
    const watch = watching(ask(1))
    watch.see(ack(1, 0))
    watch.did({ kind: 'driver.resets' })
    expect([watch.inForce, watch.resets]).toEqual([undefined, 1])
    watch.see(ack(1, 0))
    expect(watch.acknowledged).toEqual([])
  })
})

describe('frames', () => {
  it('are counted since the beginning, and since the last acknowledgement', () => {
    const watch = watching(offers(0, 1), offers(0, 2), ask(9))
    watch.see(uses(0, 1, 'aa'))
    expect([watch.placed, watch.frames]).toEqual([1, 1])
    watch.see(ack(9, 0))
    expect([watch.placed, watch.frames]).toEqual([0, 1])
    watch.see(uses(0, 2, 'aa'))
    expect([watch.placed, watch.frames]).toEqual([1, 2])
  })

  it('are placements where a receive buffer holds something', () => {
    const watch = watching(offers(0, 1), transmits(1, 2, 2, bytes('aa')))
    expect(watch.isPlacement(uses(0, 1, 'aa'))).toBe(true)
    expect(watch.isPlacement(uses(0, 1))).toBe(false)
    expect(watch.isPlacement(uses(1, 2, 'aa'))).toBe(false)
    expect(watch.isPlacement({ kind: 'device.rests' })).toBe(false)
  })

  it('begin behind the header that was negotiated', () => {
    const use = uses(0, 1, `${'00'.repeat(12)}${'11'.repeat(8)}ee`)
    expect(watching().frameIn(use)).toBe(`${'11'.repeat(8)}ee`)
    const features = featuresNamed(['VIRTIO_NET_F_HASH_REPORT'])
    expect(watching({ kind: 'driver.accepts', features }).frameIn(use)).toBe('ee')
  })
})

describe('moving a frame', () => {
  it('exchanges the identities of two buffers, and later uses follow', () => {
    const watch = watching(offers(0, 1), offers(2, 2))
    const shown = watch.move({ ...uses(0, 1, 'aa'), ...pick(watch.see(uses(0, 1, 'aa'))) }, queueIndex(2))
    expect([shown.queue, shown.chain, shown.bytes]).toEqual([2, 2, 'aa'])
    expect(pick(watch.see(uses(2, 2, 'bb')))).toEqual({ queue: 0, chain: 1 })
  })

  it('leaves it where the queue is right already, or has no buffer', () => {
    const watch = watching(offers(0, 1), offers(2, 2))
    const use = uses(0, 1, 'aa')
    watch.see(use)
    expect(watch.move(use, queueIndex(0))).toBe(use)
    expect(watch.move(use, queueIndex(4))).toBe(use)
  })

  it('leaves entries of unknown chains alone', () => {
    const use = uses(0, 7, 'aa')
    expect(watching(offers(0, 1)).see(use)).toBe(use)
  })
})

function pick(entry: NetObservation) {
  if (entry.kind !== 'device.uses') throw new Error('not a use')
  return { queue: entry.queue, chain: entry.chain }
}
