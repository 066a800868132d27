/** How many work items a device does next. */
export type Schedule = () => number

/**
 * A schedule by a seed: all the work there is, none at all, or a single item, so that what the driver does next falls between
 * the steps of the device. The same seed gives the same schedule.
 */
export function seededSchedule(seed: number): Schedule {
  let state = seed | 0
  /** The next number of a 32-bit mixed counter, 0 ≤ x < 1. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return () => {
    const chance = next()
    if (chance < 0.4) return Number.POSITIVE_INFINITY
    if (chance < 0.75) return 0
    return chance < 0.9 ? 1 : 2
  }
}
