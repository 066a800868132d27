/**
 * Guest memory, and the device's own room for frames. Why it is fast: where the engine allocates both, they are one buffer, and
 * bytes move between the two with `copyWithin`, which needs no view made for the occasion; over a memory of the caller's a copy
 * costs one small view a segment. A `DataView` reads any alignment; addresses are two 32-bit halves, never a bigint.
 */
export interface Memory {
  /** Bytes that belong to the guest, from address 0. */
  readonly size: number
  /** The guest's bytes. */
  readonly guest: Uint8Array
  /** The guest's bytes, for little-endian fields of any alignment. */
  readonly guestView: DataView
  /** The guest's bytes as aligned 16-bit fields, for `Atomics`: ring indices and flags. */
  readonly halves: Uint16Array
  /** The bytes among which the device's own are. */
  readonly bytes: Uint8Array
  /** The same, for fields of any alignment. */
  readonly view: DataView
  /** Where the device's own bytes begin in {@link bytes}. */
  readonly own: number
  /** Copies `length` bytes of the guest's from `from` to `to` among the device's own. */
  take(to: number, from: number, length: number): void
  /** Copies `length` bytes of the device's own from `from` to `to` in the guest's. */
  give(to: number, from: number, length: number): void
}

/** A memory of the caller's: a buffer, or a part of one that begins at a multiple of 2. It may be shared between threads. */
export type GivenMemory = ArrayBuffer | SharedArrayBuffer | Uint8Array

const largest = 0x7fff_f000

function demandLittleEndian(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new RangeError('the engine needs a little-endian machine: ring indices are accessed in its own byte order')
  }
}

const eights = (length: number): number => Math.ceil(length / 8) * 8

/**
 * Memory of `size` bytes for the guest and `own` bytes for the device.
 *
 * @throws RangeError if together they exceed 2 GiB less a page, or this machine stores integers big end first
 */
export function allocateMemory(size: number, own: number): Memory {
  if (!Number.isInteger(size) || size < 0 || size + own > largest) {
    throw new RangeError(`guest memory must be a whole number of bytes from 0 to ${largest - own}, not ${size}`)
  }
  demandLittleEndian()
  const start = eights(size)
  const buffer = new ArrayBuffer(start + eights(own))
  const bytes = new Uint8Array(buffer)
  const copy = (to: number, from: number, length: number): void => {
    bytes.copyWithin(to, from, from + length)
  }
  return {
    size,
    guest: new Uint8Array(buffer, 0, size),
    guestView: new DataView(buffer, 0, size),
    halves: new Uint16Array(buffer, 0, size >>> 1),
    bytes,
    view: new DataView(buffer),
    own: start,
    take: copy,
    give: copy,
  }
}

/**
 * A guest memory of the caller's, and `own` bytes for the device beside it.
 *
 * @throws RangeError if it exceeds 2 GiB less a page or begins at an odd place of its buffer, or this machine stores integers big
 * end first
 */
export function memoryOver(given: GivenMemory, own: number): Memory {
  const guest = given instanceof Uint8Array ? given : new Uint8Array(given)
  const { buffer, byteOffset, length: size } = guest
  if (size > largest) throw new RangeError(`guest memory must have at most ${largest} bytes, not ${size}`)
  if (byteOffset % 2 !== 0)
    throw new RangeError(`guest memory must begin at a multiple of 2 of its buffer, not at ${byteOffset}`)
  demandLittleEndian()
  const bytes = new Uint8Array(eights(own))
  return {
    size,
    guest,
    guestView: new DataView(buffer, byteOffset, size),
    halves: new Uint16Array(buffer, byteOffset, size >>> 1),
    bytes,
    view: new DataView(bytes.buffer),
    own: 0,
    take(to, from, length) {
      bytes.set(guest.subarray(from, from + length), to)
    },
    give(to, from, length) {
      guest.set(bytes.subarray(from, from + length), to)
    },
  }
}

/** Whether `length` bytes at the address `high`·2³² + `low` lie within `size` bytes of memory. Nothing wraps: sums are exact. */
export function lies(size: number, high: number, low: number, length: number): boolean {
  return high === 0 && low + length <= size
}
