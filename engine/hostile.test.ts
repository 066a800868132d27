import { expect, it } from 'vitest'
import { HandDriver } from './driver.fixture.ts'
import { features } from './feature.ts'
import { open } from './index.ts'

const memorySize = 0x4_0000
const buffers = 0x3_0000
const queues = [0, 1, 2]

/** Numbers below a bound, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) | 0
    return (state >>> 8) % below
  }
}

/** Fills every descriptor of a queue with anything, and offers two heads. */
function scrawl(hand: HandDriver, queue: number, random: (below: number) => number): void {
  for (let index = 0; index < hand.size; index++) {
    const at = random(8) === 0 ? memorySize - random(200) : buffers + random(0x1000)
    const length = random(8) === 0 ? 0xffff_fff0 + random(16) : random(300)
    hand.describe(queue, index, { at, length, flags: random(8), next: random(9) })
  }
  hand.offer(queue, random(9))
  hand.offer(queue, random(9))
}

/** What the device must not write: all below the buffers but the used rings. */
const readOnly = (hand: HandDriver): string =>
  [hand.hex(0, 0x1000), ...queues.map((queue) => hand.hex(hand.table(queue), 0x800)), hand.hex(0x4000, 0x2_c000)].join(
    '',
  )

it('ends in bounded work, writes only what was given to it, and leaves no head without an answer', () => {
  const device = open({ memorySize, backlog: 2, maxFrame: 100, maxPairs: 1 })
  const random = numbers(12345)
  let [healthy, stopped] = [0, 0]
  for (let plan = 0; plan < 200; plan++) {
    const hand = new HandDriver(device).start(features('VERSION_1', 'CTRL_VQ', 'HASH_REPORT'))
    for (const queue of queues) scrawl(hand, queue, random)
    const before = readOnly(hand)
    device.deliver(new Uint8Array(60))
    expect(device.run(1000)).toBeLessThanOrEqual(5)
    expect(readOnly(hand) === before).toBe(true)
    const faults = queues.map((queue) => device.layout.queueFault[queue] !== 0)
    expect(device.status()).toBe(faults.includes(true) ? 15 + 64 : 15)
    for (const queue of [1, 2]) {
      if (faults[queue]) stopped++
      else {
        healthy++
        expect(hand.usedIndex(queue)).toBe((2 + hand.position) % 65536)
      }
    }
    for (const queue of queues) hand.view.setUint16(hand.available(queue) + 2, 0, true)
  }
  expect(Math.min(healthy, stopped)).toBeGreaterThan(3)
})
