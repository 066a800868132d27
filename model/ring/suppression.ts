/** Positions of a used ring from one to another (exclusive), both modulo the lap of the ring: never empty. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Used buffer notifications of one queue: what its driver wrote of them, and what follows. */
export interface Notifying {
  /** `avail.flags` does not hold VIRTQ_AVAIL_F_NO_INTERRUPT; in a packed ring RING_EVENT_FLAGS_ENABLE was written, not DISABLE. */
  readonly on: boolean
  /**
   * `used_event`, or the descriptor of RING_EVENT_FLAGS_DESC, as a position counted from where the queue began; left out where none
   * was ever written.
   */
  readonly event?: number
  /** Which of the two counts. @clause split.notify.device.1 split.notify.device.4 packed.event.def.1 */
  readonly heeds: 'flags' | 'event'
  /** None was asked for since the last rest: whoever interrupts now does so unasked. */
  readonly quiet: boolean
  /** What was used and must be notified of, whenever since then the device looked at what the driver wrote. */
  readonly owed?: Span
}

/** How a queue counts: over how many positions, where it is now, and where it was at the last rest. */
export interface Progress {
  /** Positions there are before they repeat: 65536 of a split ring, twice the size of a packed one. */
  readonly lap: number
  readonly position: number
  readonly calm: number
}

const distance = (from: number, to: number, lap: number): number => (to - from + lap) % lap

/** Whether a position lies in a span: modulo the lap, and whatever lies before the span's end counts. @clause split.notify.device.5 */
export const isWithin = (position: number, { from, to }: Span, lap: number): boolean =>
  distance(from, position, lap) < distance(from, to, lap)

/** The part of a span that the driver asks to be notified of. */
function asked({ heeds, on, event = 0 }: Notifying, span: Span, lap: number): Span | undefined {
  if (heeds === 'flags') return on ? span : undefined
  return isWithin(event, span, lap) ? { from: event, to: (event + 1) % lap } : undefined
}

/** A notifying without a debt. */
export function settled({ owed: _, ...notifying }: Notifying): Notifying {
  return notifying
}

const owing = (notifying: Notifying, owed: Span | undefined): Notifying =>
  owed === undefined ? settled(notifying) : { ...notifying, owed }

/** After the entries of a span were used: each of them is compared, not only the last. @clause split.notify.device.3 split.notify.device.5 */
export function afterUse(notifying: Notifying, span: Span, lap: number): Notifying {
  const news = asked(notifying, span, lap)
  if (news === undefined) return notifying
  const { owed } = notifying
  const goesOn = owed !== undefined && owed.to === news.from
  const sum = goesOn ? { from: owed.from, to: news.to } : (owed ?? news)
  return { ...notifying, quiet: false, owed: sum }
}

/**
 * After the driver wrote something else. What was owed before is owed still only where it is asked for under what was written before and
 * what is written now: a device may look at either, at any time after the entry was used, and nobody can tell when it looked.
 */
export function rewritten(before: Notifying, now: Notifying, { lap, position, calm }: Progress): Notifying {
  const owed = before.owed === undefined ? undefined : asked(now, before.owed, lap)
  const may =
    now.heeds === 'flags' ? now.on : calm !== position && isWithin(now.event ?? 0, { from: calm, to: position }, lap)
  return { ...owing(now, owed), quiet: before.quiet && !may }
}

/** After a rest: only a driver that asks for every notification may get one without a further use. */
export const atRest = (notifying: Notifying): boolean => notifying.heeds === 'event' || !notifying.on
