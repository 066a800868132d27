import { featuresNamed } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import type { Bytes } from '../../model/kernel/bytes.ts'
import { readingsOf } from '../../model/net/frame-reading.ts'
import { type HashInput, hashesOfReadings } from '../../model/net/hash.ts'
import type { Reading } from '../../model/net/reading.ts'
import { hashOf, pairByRss } from '../../model/net/steering.ts'
import type { RssConfigCommand } from '../../model/wire/control-command.ts'
import type { Entry } from '../../properties/target.ts'
import { hashLikeEbpf, hashLikeQemu } from './qemu-hash-order.ts'
import { type Quirk, readLikeQemu } from './qemu-reading.ts'

const HASH_REPORT = featuresNamed(['VIRTIO_NET_F_HASH_REPORT'])

/** A frame that was placed, and the RSS configuration that was in force for it alone. */
export interface Steered {
  readonly frame: Bytes
  readonly rss: RssConfigCommand
  readonly reporting: boolean
}

/** An entry of a log, and what was in force then: an RSS configuration once it is acknowledged, until the next command. */
interface Ruled {
  readonly entry: Entry
  readonly rss: RssConfigCommand | undefined
  readonly reporting: boolean
}

/** The entries of a log under the RSS configuration that is in force for sure. */
export function* underRss(log: readonly Entry[]): Generator<Ruled> {
  let reporting = false
  let sent: Extract<Entry, { kind: 'driver.commands' }> | undefined
  let rss: RssConfigCommand | undefined
  for (const entry of log) {
    if (entry.kind === 'driver.accepts') reporting = includes(entry.features, HASH_REPORT)
    if (entry.kind === 'driver.resets' || entry.kind === 'driver.commands') rss = undefined
    if (entry.kind === 'driver.commands') sent = entry
    const isAnswer = entry.kind === 'device.acknowledges' && entry.chain === sent?.chain && entry.bytes === '00'
    if (isAnswer && sent?.command.name === 'RSS_CONFIG') rss = sent.command
    yield { entry, rss, reporting }
  }
}

/** The frames of a log that arrived and were placed under one RSS configuration. */
export function steeredIn(log: readonly Entry[]): readonly Steered[] {
  const steered: Steered[] = []
  let waiting: readonly Bytes[] = []
  for (const { entry, rss, reporting } of underRss(log)) {
    if (rss === undefined) waiting = []
    else if (entry.kind === 'wire.arrives') waiting = [...waiting, entry.bytes]
    else if (entry.kind === 'device.uses')
      for (const frame of waiting) if (entry.bytes.endsWith(frame)) steered.push({ frame, rss, reporting })
  }
  return steered
}

const queueOf = (rss: RssConfigCommand, hash: HashInput) => pairByRss(rss, hashOf(rss.key, hash))

/**
 * Whether some frame in a log shows if QEMU has this quirk: with it its hash is one that it may not have, by the text or by the
 * order in which QEMU tries the types. Where no hash is reported it must be seen in the queue.
 *
 * @param ofProgram - the quirk is one of the eBPF program, which works only where no hash is reported
 */
export function isRead(log: readonly Entry[], quirk: Quirk, ofProgram: boolean): boolean {
  return steeredIn(log).some(({ frame, rss, reporting }) => {
    if (reporting === ofProgram) return false
    const types = rss.hashTypes
    const inOrder = (reading: Reading): readonly HashInput[] =>
      ofProgram ? [hashLikeEbpf(reading, types)] : ipv6Order(reading, types)
    const allowed = readingsOf(frame).flatMap((reading) => [...hashesOfReadings([reading], types), ...inOrder(reading)])
    return inOrder(readLikeQemu(frame, (one) => one === quirk)).every((odd) =>
      allowed.every((hash) =>
        reporting ? JSON.stringify(hash) !== JSON.stringify(odd) : queueOf(rss, hash) !== queueOf(rss, odd),
      ),
    )
  })
}

/** The hash of a reading on a QEMU of which no program is loaded. */
function ipv6Order(reading: Reading, types: number): readonly HashInput[] {
  const first = hashLikeQemu(reading, types)
  return first.length > 0 ? first : hashesOfReadings([reading], types)
}
