declare const bytesBrand: unique symbol

/**
 * Bytes as an immutable value: two lower-case hexadecimal digits a byte.
 *
 * A `Uint8Array` can be changed by whoever holds it and is equal only to itself. Actions and states hold this instead: it
 * cannot change, `===` compares it, and it prints and saves as it stands.
 */
export type Bytes = string & { readonly [bytesBrand]: true }

/** No bytes at all. */
export const noBytes = '' as Bytes

/** Bytes of an array. */
export function hexOf(array: Uint8Array): Bytes {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('hex') as Bytes
}

/** An array of its own, holding the bytes. */
export function arrayOf(bytes: Bytes): Uint8Array {
  return new Uint8Array(Buffer.from(bytes, 'hex')) // a copy: short buffers share one array
}

/** How many bytes. */
export function lengthOf(bytes: Bytes): number {
  return bytes.length / 2
}

/** The bytes from `start` up to `end` (exclusive), as `Array.slice`. */
export function sliceOf(bytes: Bytes, start: number, end?: number): Bytes {
  return bytes.slice(start * 2, end === undefined ? undefined : end * 2) as Bytes
}

/** A string from outside as bytes; throws a `RangeError` if it is not an even number of hexadecimal digits. */
export function bytes(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new RangeError(`not bytes in lower-case hexadecimal: ${text.slice(0, 40)}`)
  return text as Bytes
}
