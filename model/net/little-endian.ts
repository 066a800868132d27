import { arrayOf, type Bytes, hexOf } from '../kernel/bytes.ts'

/** A number as little-endian bytes. */
export function littleEndian(value: number, size: number): Bytes {
  return hexOf(Uint8Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) & 0xff))
}

/** Little-endian bytes as a number. */
export function numberOf(value: Bytes): number {
  return arrayOf(value).reduceRight((sum, byte) => sum * 256 + byte, 0)
}
