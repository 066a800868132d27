/** Bytes that are not what they should be: where, as an offset in bytes, and why. */
export interface Malformed {
  readonly ok: false
  /** Offset of the first byte that is wrong or missing, counted from the start of the input. */
  readonly at: number
  readonly because: string
}

/** What decoding gives: a value, or where and why the bytes are malformed. Decoders never throw. */
export type Decoded<Value> = { readonly ok: true; readonly value: Value } | Malformed

/** A decoded value. */
export const decoded = <Value>(value: Value): Decoded<Value> => ({ ok: true, value })

/** Malformed bytes. */
export const malformed = (at: number, because: string): Malformed => ({ ok: false, at, because })

/** `undefined` where `input` has `length` bytes from `at` on; else what is missing, in the words of `what`. */
export function missing(input: Uint8Array, at: number, length: number, what: string): Malformed | undefined {
  const there = Math.max(0, input.length - at)
  if (there >= length) return undefined
  return malformed(input.length, `${what} needs ${length} bytes at offset ${at}, but ${there} are there`)
}

/** The same, told by one who sees `by` bytes more in front. */
export const shifted = (error: Malformed, by: number): Malformed => malformed(error.at + by, error.because)
