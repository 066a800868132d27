/**
 * Guest memory, and behind it the device's own room for frames, in one buffer. Why it is fast: bytes move between the two
 * with `copyWithin`, which needs no view made for the occasion; a `DataView` reads any alignment; addresses are two 32-bit
 * halves, never a bigint.
 */
export interface Memory {
  /** Bytes that belong to the guest, from address 0. */
  readonly size: number
  /** The guest's bytes, then the device's own. */
  readonly bytes: Uint8Array
  /** The guest's bytes alone. */
  readonly guest: Uint8Array
  /** All bytes, for little-endian fields of any alignment. */
  readonly view: DataView
  /** All bytes as aligned 16-bit fields, for `Atomics`: ring indices and flags. */
  readonly halves: Uint16Array
  /** Where the device's own bytes begin. */
  readonly own: number
}

const largest = 0x7fff_f000

/**
 * Memory of `size` bytes for the guest and `own` bytes for the device.
 *
 * @throws RangeError if together they exceed 2 GiB less a page, or this machine stores integers big end first
 */
export function allocateMemory(size: number, own: number): Memory {
  if (!Number.isInteger(size) || size < 0 || size + own > largest) {
    throw new RangeError(`guest memory must be a whole number of bytes from 0 to ${largest - own}, not ${size}`)
  }
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new RangeError('the engine needs a little-endian machine: ring indices are accessed in its own byte order')
  }
  const start = Math.ceil(size / 8) * 8
  const buffer = new ArrayBuffer(start + Math.ceil(own / 8) * 8)
  return {
    size,
    bytes: new Uint8Array(buffer),
    guest: new Uint8Array(buffer, 0, size),
    view: new DataView(buffer),
    halves: new Uint16Array(buffer),
    own: start,
  }
}

/** Whether `length` bytes at the address `high`·2³² + `low` lie within `size` bytes of memory. Nothing wraps: sums are exact. */
export function lies(size: number, high: number, low: number, length: number): boolean {
  return high === 0 && low + length <= size
}
