import { entryBytes, pendingBytes, pendingOffset } from './place.ts'

/** Where a message goes: 32 bits of data, to be stored at the address `high`·2³² + `low`. */
export type MessageSink = (low: number, high: number, data: number) => void

/** No vector: events of this kind are not told. @clause pci.msix.device.5 */
export const NO_VECTOR = 0xffff

/**
 * The MSI-X table, its pending bits, and the messages. Why it is fast: the table is the very words that the driver wrote,
 * in one typed array; to send is four loads and a call.
 */
export interface Msix {
  /** Table Size: how many vectors there are. */
  readonly vectors: number
  /** Whether the driver turned MSI-X on. */
  isEnabled(): boolean
  /** Message Control as the driver reads it: Table Size less one, Function Mask, Enable. @clause pci.msix.device.2 */
  control(): number
  writeControl(value: number): void
  /** A read of BAR 2: 32 bits at a multiple of 4; 0 behind the pending bits. */
  read(offset: number): number
  write(offset: number, value: number): void
  /** Sends the message of a vector, or notes it as pending while it is masked; NO_VECTOR sends nothing. */
  send(vector: number): void
}

const ENABLE = 0x8000
const FUNCTION_MASK = 0x4000
const MASKED = 1
const wordsOf = entryBytes / 4
const word = { low: 0, high: 1, data: 2, control: 3 } as const

/** A table of so many vectors, all masked, as after power-on. */
export function createMsix(vectors: number, sink: MessageSink): Msix {
  const table = new Uint32Array(vectors * wordsOf)
  const pending = new Uint32Array(pendingBytes(vectors) / 4)
  const pendingAt = pendingOffset(vectors)
  let control = 0
  for (let vector = 0; vector < vectors; vector++) table[vector * wordsOf + word.control] = MASKED

  function isMasked(vector: number): boolean {
    return (control & FUNCTION_MASK) !== 0 || ((table[vector * wordsOf + word.control] as number) & MASKED) !== 0
  }

  function message(vector: number): void {
    const at = vector * wordsOf
    sink(table[at + word.low] as number, table[at + word.high] as number, table[at + word.data] as number)
  }

  /** Sends what waited for a mask to go. */
  function release(vector: number): void {
    const bit = 1 << (vector & 31)
    const waiting = pending[vector >>> 5] as number
    if ((waiting & bit) === 0 || isMasked(vector)) return
    pending[vector >>> 5] = waiting & ~bit
    message(vector)
  }

  return {
    vectors,
    isEnabled: () => (control & ENABLE) !== 0,
    control: () => control | (vectors - 1),
    writeControl(value) {
      control = value & (ENABLE | FUNCTION_MASK)
      if (control !== ENABLE) return
      for (let vector = 0; vector < vectors; vector++) release(vector)
    },
    read(offset) {
      const words = offset < pendingAt ? table : pending
      return words[(offset < pendingAt ? offset : offset - pendingAt) >>> 2] ?? 0
    },
    write(offset, value) {
      if (offset >= pendingAt) return // pending bits are the device's
      const index = offset >>> 2
      const isControl = index % wordsOf === word.control
      table[index] = isControl ? value & MASKED : index % wordsOf === word.low ? value & ~3 : value
      if (isControl && (control & ENABLE) !== 0) release(Math.floor(index / wordsOf))
    },
    send(vector) {
      if (vector >= vectors) return
      if (isMasked(vector)) pending[vector >>> 5] = (pending[vector >>> 5] as number) | (1 << (vector & 31))
      else message(vector)
    },
  }
}
