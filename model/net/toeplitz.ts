const WINDOW_BITS = 32

/** Bit `index` of a bit string, the most significant bit of the first byte being bit 0; zero beyond its end. */
function bitOf(bytes: Uint8Array, index: number): number {
  const byte = bytes[index >> 3] ?? 0
  return (byte >> (7 - (index & 7))) & 1
}

/**
 * The Toeplitz hash. For every bit of the input that is one, counted from the left, the 32 bits of the key that begin at the same
 * position are added modulo two.
 *
 * The bits of a key that is too short are taken as zeros. The specification names the function without defining it and says
 * nothing of short keys, so that only keys of at least four bytes more than the input bind anybody.
 *
 * @param key - any number of bytes; `hash_key_data`
 * @param input - any number of bytes, in network order
 * @returns the hash as an unsigned number of 32 bits
 * @clause net.hash.def.8
 */
export function toeplitz(key: Uint8Array, input: Uint8Array): number {
  let window = 0
  for (let bit = 0; bit < WINDOW_BITS; bit++) window = (window << 1) | bitOf(key, bit)
  let hash = 0
  for (let bit = 0; bit < input.length * 8; bit++) {
    if (bitOf(input, bit) === 1) hash ^= window
    window = (window << 1) | bitOf(key, bit + WINDOW_BITS)
  }
  return hash >>> 0
}
