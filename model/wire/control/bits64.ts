/** The numbers of the bits that are set in a 64-bit word, ascending. */
export function bitsOfWord(word: bigint): readonly number[] {
  return Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => ((word >> BigInt(bit)) & 1n) === 1n)
}

/** The 64-bit word with these bits set. @throws RangeError for a bit that it does not have */
export function wordOfBits(bits: readonly number[], what: string): bigint {
  return bits.reduce((word, bit) => {
    if (!Number.isInteger(bit) || bit < 0 || bit > 63) throw new RangeError(`${what} has no bit ${bit}`)
    return word | (1n << BigInt(bit))
  }, 0n)
}
