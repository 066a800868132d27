import { describe, expect, test } from 'vitest'
import type { Entry } from '../../properties/target.ts'
import { steeredIn, underRss } from './qemu-read.ts'
import { named, traceOf } from './qemu-virtio-net.fixture.ts'

const { log } = traceOf(named('qemu-later-header-takes-address'))
const of = <Kind extends Entry['kind']>(kind: Kind) => {
  const found = log.find((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind)
  if (found === undefined) throw new Error(`fault: a trace without ${kind}`)
  return found
}
const [command, acknowledges, arrives, uses, accepts] = [
  of('driver.commands'),
  of('device.acknowledges'),
  of('wire.arrives'),
  of('device.uses'),
  of('driver.accepts'),
]
const rssOf = (...entries: readonly Entry[]) => [...underRss(entries)].map(({ rss }) => rss !== undefined)

describe('an RSS configuration is in force for sure', () => {
  test('from its acknowledgement to the next command or reset', () => {
    expect(rssOf(command, acknowledges, arrives, command, arrives)).toEqual([false, true, true, false, false])
    expect(rssOf(command, acknowledges, { kind: 'driver.resets' }, arrives)).toEqual([false, true, false, false])
  })
  test('not where it was turned down, or is of another kind', () => {
    expect(rssOf(command, { ...acknowledges, bytes: '01' as typeof uses.bytes })).toEqual([false, false])
    const pairs: Entry = { ...command, command: { name: 'VQ_PAIRS_SET', pairs: 1 } }
    expect(rssOf(pairs, acknowledges)).toEqual([false, false])
  })
})

test('a frame counts once it is placed under the configuration it came under', () => {
  const rss = command.command
  expect(steeredIn([accepts, command, acknowledges, arrives, uses])).toEqual([
    { frame: arrives.bytes, rss, reporting: true },
  ])
  expect(steeredIn([command, acknowledges, arrives])).toEqual([])
  expect(steeredIn([command, acknowledges, arrives, command, uses])).toEqual([])
  expect(steeredIn([arrives, command, acknowledges, uses])).toEqual([])
  expect(steeredIn([command, acknowledges, arrives, uses])[0]?.reporting).toBe(false)
})
