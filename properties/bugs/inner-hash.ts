import { receiveQueueOf } from '../../model/kernel/brand.ts'
import type { Bytes } from '../../model/kernel/bytes.ts'
import { readingsIn, readingsOf } from '../../model/net/frame-reading.ts'
import { hashesOfReadings } from '../../model/net/hash.ts'
import type { Reading } from '../../model/net/reading.ts'
import { hashOf, pairByRss } from '../../model/net/steering.ts'
import { type Encapsulation, encapsulationIn, encapsulationOf } from '../../model/net/tunnel.ts'
import type { ControlCommand } from '../../model/wire/control-command.ts'
import { altered } from './altered.ts'
import type { ReactionBug } from './reaction-bug.ts'
import { rewritten, withHash } from './rewriting.ts'
import type { Watch } from './watch.ts'

/** How a faulty device reads a frame: `undefined` where it does as it should. */
type Reader = (frame: Bytes, enabled: number | undefined) => readonly Reading[] | undefined

const lastTaken = <Name extends ControlCommand['name']>(watch: Watch, name: Name) =>
  watch.acknowledged
    .filter(({ ok }) => ok)
    .map(({ command }) => command)
    .findLast((command): command is Extract<ControlCommand, { readonly name: Name }> => command.name === name)

/** A bug that hashes frames by another header, for the report and for the queue. `make` is called once a session. */
const readingBy = (bug: Omit<ReactionBug, 'wrap'>, make: () => Reader): ReactionBug => ({
  ...bug,
  wrap: (session) =>
    altered(session, () => {
      const read = make()
      return (entry, watch) => {
        const rss = lastTaken(watch, 'RSS_CONFIG')
        if (!watch.isPlacement(entry) || rss === undefined) return [entry]
        const readings = read(watch.frameIn(entry), lastTaken(watch, 'HASH_TUNNEL_SET')?.tunnels)
        const [input] = readings === undefined ? [] : hashesOfReadings(readings, rss.hashTypes)
        if (input === undefined) return [entry]
        const hash = hashOf(rss.key, input)
        const shown = hash ?? { report: 0, value: 0 }
        const use = watch.reports ? rewritten(entry, watch, (header) => withHash(header, shown)) : entry
        return [watch.move(use, receiveQueueOf(pairByRss(rss, hash)))]
      }
    }),
})

const inside = ({ inner, etherType }: Encapsulation) => readingsIn(inner, etherType)

/** What is inside of a frame of whatever type. */
function innerOf(frame: Bytes): readonly Reading[] | undefined {
  const found = encapsulationOf(frame)
  return found === undefined ? undefined : inside(found)
}

/** What is inside of what is inside. */
function innermostOf(frame: Bytes): readonly Reading[] | undefined {
  const found = encapsulationOf(frame)
  const deeper = found === undefined ? undefined : encapsulationIn(found.inner, found.etherType)
  return deeper === undefined ? undefined : inside(deeper)
}

/** What was enabled stays enabled: over a reset, and over a command that enables nothing. */
const remembering = (): Reader => {
  let seen = 0
  return (frame, enabled = 0) => {
    seen |= enabled
    const found = encapsulationOf(frame)
    return enabled === 0 && found !== undefined && (found.surely & seen) !== 0 ? inside(found) : undefined
  }
}

/** Seeded bugs of the hash over inner headers. */
export const innerHashBugs: readonly ReactionBug[] = [
  readingBy(
    {
      id: 'inner-hash-never',
      says: 'HASH_TUNNEL_SET is taken, and frames are hashed by their outer header all the same.',
      source: 'ours',
      property: 'inner-hash/matching',
      clause: 'net.inner-hash.def.2',
    },
    () => (frame) => readingsOf(frame),
  ),
  readingBy(
    {
      id: 'inner-hash-innermost',
      says: 'A frame that is encapsulated twice is hashed by the innermost header.',
      source: 'ours',
      property: 'inner-hash/matching',
      clause: 'net.inner-hash.def.2',
    },
    () =>
      (frame, enabled = 0) =>
        enabled === 0 ? undefined : innermostOf(frame),
  ),
  readingBy(
    {
      id: 'inner-hash-any-type',
      says: 'Once one encapsulation is enabled, inner headers of all are hashed.',
      source: 'ours',
      property: 'inner-hash/matching',
      clause: 'net.inner-hash.device.1',
    },
    () =>
      (frame, enabled = 0) =>
        enabled === 0 ? undefined : innerOf(frame),
  ),
  readingBy(
    {
      id: 'inner-hash-by-default',
      says: 'Inner headers are hashed before any HASH_TUNNEL_SET.',
      source: 'ours',
      property: 'inner-hash/initially',
      clause: 'net.inner-hash.def.1',
    },
    () => (frame, enabled) => (enabled === undefined ? innerOf(frame) : undefined),
  ),
  readingBy(
    {
      id: 'inner-hash-stays',
      says: 'What was enabled once stays so, over HASH_TUNNEL_SET with no type and over a reset.',
      source: 'ours',
      property: 'inner-hash/off',
      clause: 'net.inner-hash.device.3',
    },
    remembering,
  ),
]
