/**
 * The set of queues that may hold chains nobody looked at: a bit each, in 32-bit words. Why it is fast: the next queue with
 * work is found 32 queues at a time, so that hundreds of idle ones cost a few loads.
 */
export type QueueSet = Uint32Array

/** Puts a queue in. An index beyond the set changes nothing. */
export function kick(set: QueueSet, queue: number): void {
  const word = queue >>> 5
  set[word] = (set[word] as number) | (1 << (queue & 31))
}

/** Takes a queue out. */
export function calm(set: QueueSet, queue: number): void {
  const word = queue >>> 5
  set[word] = (set[word] as number) & ~(1 << (queue & 31))
}

/** Whether a queue is in. */
export const isKicked = (set: QueueSet, queue: number): boolean =>
  (((set[queue >>> 5] as number) >>> (queue & 31)) & 1) === 1

/** The first queue of the set from `from` on and below `end`; `end` if there is none. */
export function nextKicked(set: QueueSet, from: number, end: number): number {
  let word = from >>> 5
  let bits = (set[word] as number) & (-1 << (from & 31))
  while (bits === 0) {
    word++
    if (word << 5 >= end) return end
    bits = set[word] as number
  }
  return Math.min((word << 5) + 31 - Math.clz32(bits & -bits), end)
}
