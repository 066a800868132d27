import { isrBits } from '../../wire/pci-layout.ts'

/** What is known of a bit of `ISR status`: it reads 0, it reads 1, or either. */
export type IsrBit = 'clear' | 'maybe' | 'set'

/** `ISR status` as far as it is known. */
export interface Isr {
  readonly queue: IsrBit
  readonly configuration: IsrBit
  /** Something happened since the last rest that sets the bit when it is notified of. */
  readonly fresh: { readonly queue: boolean; readonly configuration: boolean }
  /** It was read since then: whether before or after the bit was set, nobody knows. */
  readonly torn: boolean
}

const none = { queue: false, configuration: false } as const

/** After power-on nothing is pending. */
export const quietIsr: Isr = { queue: 'clear', configuration: 'clear', fresh: none, torn: false }

const loosen = (bit: IsrBit): IsrBit => (bit === 'clear' ? 'maybe' : bit)

/**
 * An event: its bit is set by the next rest if `binding`. The other bit may come with it: no clause says that a bit is set only
 * for its own event.
 */
export function marked(isr: Isr, which: 'queue' | 'configuration', binding: boolean): Isr {
  return {
    ...isr,
    queue: loosen(isr.queue),
    configuration: loosen(isr.configuration),
    fresh: binding ? { ...isr.fresh, [which]: true } : isr.fresh,
  }
}

/** The values that a read may show, the likeliest first. @clause pci.isr.device.2 pci.isr.device.3 pci.isr.device.5 */
export function isrValues({ queue, configuration, fresh }: Isr): readonly number[] {
  const either = (bit: IsrBit, likely: boolean, value: number): readonly number[] => {
    if (bit === 'clear') return [0]
    if (bit === 'set') return [value]
    return likely ? [value, 0] : [0, value]
  }
  const low = either(queue, fresh.queue, isrBits.queue)
  const high = either(configuration, fresh.configuration, isrBits.configuration)
  return high.flatMap((b) => low.map((a) => a | b))
}

/** After a read, which resets it: what happened since the last rest may have come after the read. @clause pci.isr.device.5 */
export function readIsr(isr: Isr): Isr {
  const left = isr.fresh.queue || isr.fresh.configuration ? 'maybe' : 'clear'
  return { ...isr, queue: left, configuration: left, torn: true }
}

/** At a rest what happened is notified of, and its bit set, unless a read came between. */
export function settledIsr(isr: Isr): Isr {
  const settle = (bit: IsrBit, fresh: boolean): IsrBit => (fresh && !isr.torn ? 'set' : bit)
  return {
    queue: settle(isr.queue, isr.fresh.queue),
    configuration: settle(isr.configuration, isr.fresh.configuration),
    fresh: none,
    torn: false,
  }
}

/** After a reset, or when MSI-X is switched: whether a bit outlives it is not said. */
export function loosenedIsr({ queue, configuration }: Isr): Isr {
  const keep = (bit: IsrBit): IsrBit => (bit === 'set' ? 'maybe' : bit)
  return { ...quietIsr, queue: keep(queue), configuration: keep(configuration) }
}
