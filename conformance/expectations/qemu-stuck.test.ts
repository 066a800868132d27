import { expect, test } from 'vitest'
import { pairIndex, type QueueIndex, queueIndex } from '../../model/kernel/brand.ts'
import { type Bytes, bytes } from '../../model/kernel/bytes.ts'
import { microsoftKey } from '../../properties/plans/command.ts'
import type { Entry } from '../../properties/target.ts'
import { staysStuck } from './qemu-stuck.ts'

/** Everything goes to receiveq2. */
const command = (table: number): Entry => ({
  kind: 'driver.commands',
  chain: 9,
  command: {
    name: 'RSS_CONFIG',
    hashTypes: 1,
    mask: 0,
    unclassified: pairIndex(1),
    table: [pairIndex(table)],
    maxTxVq: 4,
    key: microsoftKey,
  },
})
const acknowledges: Entry = {
  kind: 'device.acknowledges',
  queue: queueIndex(8),
  chain: 9,
  length: 1,
  bytes: bytes('00'),
}
const frameOf = (host: number): Bytes =>
  bytes(
    `0200000000010200000000020800450000180001000040fd0000c0a800${host.toString(16).padStart(2, '0')}c0a8000200000000`,
  )
const arrives = (host: number): Entry => ({ kind: 'wire.arrives', frame: host, bytes: frameOf(host) })
const rests: Entry = { kind: 'device.rests' }
const offers = (queue: number): Entry => ({
  kind: 'driver.offers',
  queue: queueIndex(queue),
  chain: 5,
  lengths: [2048],
})
const uses = (host: number): Entry => {
  const queue: QueueIndex = queueIndex(2)
  return { kind: 'device.uses', queue, chain: 5, length: 50, bytes: bytes(`${'00'.repeat(12)}${frameOf(host)}`) }
}
const configured = [command(1), acknowledges]
const three = [arrives(1), arrives(2), arrives(3)]

test('frames of three flows that found no room stay where they are, offered a buffer in their queue alone', () => {
  expect(staysStuck([...configured, ...three, rests, offers(2), rests])).toBe(true)
  expect(staysStuck([...configured, arrives(1), arrives(2), rests, offers(2), rests])).toBe(false)
  expect(staysStuck([...configured, arrives(1), arrives(1), arrives(2), rests, offers(2), rests])).toBe(false)
})

test('not where they may have found room, were woken, or came', () => {
  expect(staysStuck([...configured, ...three, offers(2), rests])).toBe(false)
  expect(staysStuck([...configured, ...three, rests, rests])).toBe(false)
  expect(staysStuck([...configured, ...three, rests, offers(2), offers(4), rests])).toBe(false)
  expect(staysStuck([...configured, ...three, rests, offers(4), rests])).toBe(false)
  expect(staysStuck([...configured, ...three, rests, offers(2), uses(3), rests])).toBe(false)
})

test('nor where RSS is not in force', () => {
  expect(staysStuck([command(1), ...three, rests, offers(2), rests])).toBe(false)
  expect(staysStuck([...configured, ...three, rests, command(1), offers(2), rests])).toBe(false)
})
