import { hashesOf } from '../../model/net/hash.ts'
import { steer } from '../../model/net/steering.ts'
import type { RssConfigCommand } from '../../model/wire/control-command.ts'
import type { Entry } from '../../properties/target.ts'
import { underRss } from './qemu-read.ts'

/** Flows that must have been stuck before one of them surely was: by chance each may have come by the tap queue that was woken. */
const ENOUGH = 3

/** The ends of a frame: what a tap queue is chosen by. Hexadecimal digits of the addresses and ports of most packets. */
const flowOf = (bytes: string): string => bytes.slice(24, 140)

/** Of frames that wait for a queue: where they are to go, and what was offered since. */
interface Wait {
  readonly flow: string
  readonly queue: number
  readonly bytes: string
  /** There was a rest since it arrived, so that it surely found no room. */
  readonly rested: boolean
  /** Receive queues that were offered a buffer since that rest. */
  readonly offered: readonly number[]
}

/**
 * Whether frames of several flows found no room in the queue that RSS chose, and then buffers were offered in that queue and in
 * no other before the device rested: they should have stayed where they were.
 */
export function staysStuck(log: readonly Entry[]): boolean {
  const stuck = new Set<string>()
  let waits: readonly Wait[] = []
  for (const { entry, rss } of underRss(log)) {
    if (entry.kind === 'device.rests') for (const wait of waits) if (isAlone(wait)) stuck.add(wait.flow)
    waits = rss === undefined ? [] : after(waits, entry, rss)
  }
  return stuck.size >= ENOUGH
}

/** Buffers were offered in the queue that a frame is to go to, and in no other. */
const isAlone = ({ queue, rested, offered }: Wait): boolean =>
  rested && offered.length > 0 && offered.every((other) => other === queue)

function after(waits: readonly Wait[], entry: Entry, rss: RssConfigCommand): readonly Wait[] {
  switch (entry.kind) {
    case 'wire.arrives':
      return [...waits, ...waitOf(entry.bytes, rss)]
    case 'device.uses':
      return waits.filter(({ bytes }) => !entry.bytes.endsWith(bytes))
    case 'driver.offers':
      return waits.map((wait) => ({ ...wait, offered: [...wait.offered, entry.queue] }))
    case 'device.rests':
      return waits.map((wait) => ({ ...wait, rested: true, offered: [] }))
    default:
      return waits
  }
}

function waitOf(bytes: Extract<Entry, { kind: 'wire.arrives' }>['bytes'], rss: RssConfigCommand): readonly Wait[] {
  const setting = { steering: { kind: 'rss', rss }, hashing: { kind: 'none' } } as const
  const [queue, ...more] = steer(setting, bytes, rss.maxTxVq, hashesOf)
  return queue === undefined || more.length > 0
    ? []
    : [{ flow: flowOf(bytes), queue, bytes, rested: false, offered: [] }]
}
