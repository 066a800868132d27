/**
 * The sum in ones' complement of the 16-bit words in network order of `length` bytes, added to `initial`; an odd last byte counts as if
 * a zero followed. Why it is fast: words are added up as they are, and carries folded in once, at the end: 65535 bytes cannot
 * overflow the exact integers.
 */
export function sumWords(view: DataView, at: number, length: number, initial: number): number {
  const even = at + (length & ~1)
  let sum = initial
  for (let place = at; place < even; place += 2) sum += view.getUint16(place)
  if ((length & 1) === 1) sum += view.getUint8(even) << 8
  return folded(sum)
}

/** A sum with its carries added in: 16 bits. */
export function folded(sum: number): number {
  let rest = sum
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x1_0000)
  return rest
}
