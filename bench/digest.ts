/** What a digest begins with. */
export const emptyDigest = 0x811c9dc5

/** FNV-1a over bytes, as the twin computes it: 32 bits, unsigned. */
export function digest(bytes: Uint8Array, from = emptyDigest): number {
  let hash = from
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** A digest that goes on with another, as a little-endian word. */
export function digestWord(word: number, from: number): number {
  return digest(new Uint8Array(Uint32Array.of(word).buffer), from)
}
