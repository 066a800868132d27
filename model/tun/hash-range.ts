/** 2³²: hashes are below. */
const END = 0x1_0000_0000

/**
 * What is known of the hash of a flow: it lies in one of these intervals, `[from, to)`, which are in order and apart. The hash is keyed with
 * a secret of the kernel's, so that the function is unknown; but it is one function, and each packet seen says something of it.
 */
export type HashRange = readonly (readonly [number, number])[]

/** Nothing is known: any number but 0, which stands for no hash. @clause linux-tun.select.hash */
export const anyHash: HashRange = [[1, END]]

/**
 * The hashes by which one of `count` queues is chosen: those of which `(hash * count) >> 32` is `slot`.
 *
 * @clause linux-tun.select.hash
 */
export function hashesOfSlot(slot: number, count: number): readonly [number, number] {
  return [Math.ceil((slot * END) / count), Math.ceil(((slot + 1) * END) / count)]
}

/** What remains of a range within an interval. */
export function within(range: HashRange, [from, to]: readonly [number, number]): HashRange {
  return range
    .map(([low, high]): readonly [number, number] => [Math.max(low, from), Math.min(high, to)])
    .filter(([low, high]) => low < high)
}

/** What remains of a range outside an interval. */
export function outside(range: HashRange, [from, to]: readonly [number, number]): HashRange {
  return [...within(range, [0, from]), ...within(range, [to, END])]
}
