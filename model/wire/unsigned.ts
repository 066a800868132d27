/**
 * `value`, asserted to be an unsigned integer of `bits` bits (at most 32). A `DataView` would cut a larger one down without a
 * word, and the bytes would then say something else than the value.
 *
 * @throws RangeError naming `what`
 */
export function unsigned(value: number, bits: number, what: string): number {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits) {
    throw new RangeError(`${what} must be a whole number from 0 to ${2 ** bits - 1}, not ${value}`)
  }
  return value
}
