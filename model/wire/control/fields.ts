import { type Decoded, decoded, malformed, missing } from '../decoded.ts'
import { unsigned } from '../unsigned.ts'

/** Numbers one behind another, little-endian: how many bits each has, and its name in messages. */
export type Fields<Name extends string> = readonly (readonly [name: Name, bits: 16 | 32])[]

/** The bytes of numbers. @throws RangeError for a number that does not fit */
export function encodeFields<Name extends string>(
  fields: Fields<Name>,
  values: Readonly<Record<Name, number>>,
): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [, bits]) => sum + bits / 8, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [name, bits] of fields) {
    const value = unsigned(values[name], bits, name)
    if (bits === 16) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bits / 8
  }
  return bytes
}

/** The numbers that bytes are, all of them. */
export function decodeFields<Name extends string>(
  fields: Fields<Name>,
  data: Uint8Array,
  what: string,
): Decoded<Readonly<Record<Name, number>>> {
  const size = fields.reduce((sum, [, bits]) => sum + bits / 8, 0)
  const short = missing(data, 0, size, what)
  if (short) return short
  if (data.length > size) return malformed(size, `${data.length - size} bytes too many after ${what}`)
  const view = new DataView(data.buffer, data.byteOffset)
  let at = 0
  const entries = fields.map(([name, bits]): readonly [Name, number] => {
    const value = bits === 16 ? view.getUint16(at, true) : view.getUint32(at, true)
    at += bits / 8
    return [name, value]
  })
  return decoded(Object.fromEntries(entries) as Record<Name, number>) // one entry for each of the names
}
