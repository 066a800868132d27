/** What {@link Ring.next} returns in place of a chain. */
export const noChain = -1

/**
 * The virtqueues of a device in guest memory, of either format. Why it is fast: a chain
 * costs one call to look at and one to give back, and no object is made of it.
 *
 * A chain is looked at with `next`, any number of times, and given back with `complete`, or with `hold` and `publish` where
 * the driver must see several at once: only then is it the driver's again, so that a receive buffer which is too small for a
 * frame stays where it is.
 */
export interface Ring {
  /**
   * The next available chain, by its head or buffer id; its segments stand in the columns `segment*`, device-readable ones
   * first. {@link noChain} if there is none or the driver broke the queue, which then is stopped.
   */
  next(queue: number): number
  /**
   * Puts the chain that `next` returned last aside as used, with `length` bytes written: `next` goes on behind it, and the driver
   * sees nothing of it before `publish`. Only one queue has chains aside at a time.
   */
  hold(queue: number, chain: number, length: number): void
  /** Makes what was put aside visible to the driver, all at once, and notifies unless suppressed. @clause packed.multi.def.1 */
  publish(queue: number): void
  /** Takes what was put aside back: `next` begins again where it stood before. */
  release(queue: number): void
  /** Gives the chain that `next` returned back as used, with `length` bytes written, and notifies unless suppressed. */
  complete(queue: number, chain: number, length: number): void
  /**
   * Asks to be notified of what becomes available next; `false` if something did meanwhile.
   *
   * @clause split.notify.device.10 packed.event.def.1
   */
  sleep(queue: number): boolean
}
