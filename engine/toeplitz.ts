import { hashInputLength, type Layout } from './layout.ts'

/**
 * The Toeplitz hash by tables. Why it is fast: for each place of the input and each value that a byte may have there, the
 * hash of that byte alone is laid down when the key is set; a hash is then one load and one exclusive-or a byte, four to a
 * turn of the loop, over 32-bit words in network order.
 */
export interface Toeplitz {
  /** Lays the tables down for a key of `length` bytes at `key`; bytes that the key does not have count as zero. */
  setKey(key: Uint8Array, offset: number, length: number): void
  /** Hash of the first `words` words of `input`, at most 9, as a signed 32-bit number. */
  hash(input: Int32Array, words: number): number
}

/** The 32 bits of a key that begin at bit `start`, counted from the most significant bit of the first byte. */
function keyWindow(key: Uint8Array, start: number): number {
  const at = start >>> 3
  const shift = start & 7
  const word = ((key[at] ?? 0) << 24) | ((key[at + 1] ?? 0) << 16) | ((key[at + 2] ?? 0) << 8) | (key[at + 3] ?? 0)
  return shift === 0 ? word : (word << shift) | ((key[at + 4] ?? 0) >>> (8 - shift))
}

/** A Toeplitz hash over the tables of a layout. */
export function createToeplitz(layout: Layout): Toeplitz {
  const table = layout.hashTable

  return {
    setKey(key, offset, length) {
      const bytes = key.subarray(offset, offset + length)
      for (let place = 0; place < hashInputLength; place++) {
        const at = place * 256
        table[at] = 0
        for (let bit = 0; bit < 8; bit++) {
          const weight = 1 << bit
          const window = keyWindow(bytes, place * 8 + 7 - bit)
          for (let low = 0; low < weight; low++) table[at + weight + low] = (table[at + low] as number) ^ window
        }
      }
    },
    hash(input, words) {
      let sum = 0
      for (let place = 0; place < words; place++) {
        const word = input[place] as number
        const at = place << 10
        sum ^=
          (table[at + (word >>> 24)] as number) ^
          (table[at + 256 + ((word >>> 16) & 0xff)] as number) ^
          (table[at + 512 + ((word >>> 8) & 0xff)] as number) ^
          (table[at + 768 + (word & 0xff)] as number)
      }
      return sum
    },
  }
}
