import { describe, expect, it } from 'vitest'
import { longestCommand } from './command.ts'
import { HandDriver } from './driver.fixture.ts'
import { features } from './feature.ts'
import { open } from './index.ts'

const control = 8
const driver = (): HandDriver =>
  new HandDriver(open({ memorySize: 0x4_0000 })).start(features('VERSION_1', 'CTRL_VQ', 'MQ'))

describe('a command that there is not', () => {
  it.each([
    ['one of a known class', [4, 3, 1, 0]],
    ['one of another class', [0x77, 0, 1, 0]],
    ['a class alone', [4]],
    ['one without its data', [4, 0]],
  ])('is refused and changes nothing: %s', (_, bytes) => {
    const hand = driver()
    expect(hand.command(control, Uint8Array.from(bytes))).toBe(1)
    expect(hand.device.layout.activePairs[0]).toBe(1)
  })
})

it('a command of a known class is carried out', () => {
  const hand = driver()
  expect(hand.command(control, Uint8Array.of(4, 0, 3, 0))).toBe(0)
  expect(hand.device.layout.activePairs[0]).toBe(3)
})

it('the longest command has a full table and the longest key', () => {
  const limits = { maxPairs: 4, maxKeySize: 40, maxTableLength: 128, hashTypes: 0, tunnelTypes: 0, maxRssContexts: 1 }
  expect(longestCommand({ ...limits, maxTableLength: 0x1000 })).toBe(2 + 8 + 8 + 2 * 0x1000 + 3 + 40)
  expect(longestCommand(limits)).toBe(2 + 4 + 4 + 6 * 1024)
})
