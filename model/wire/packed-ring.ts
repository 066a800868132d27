import { type Decoded, decoded, missing } from './decoded.ts'
import { pvirtqDesc } from './packed-ring-layout.ts'
import { unsigned } from './unsigned.ts'

/** `struct pvirtq_desc` as a value, available or used. `addr` is a bigint, since a hostile one may need all 64 bits. */
export interface PackedDescriptor {
  readonly addr: bigint
  /** Bytes of the buffer; bytes written, in a used one. */
  readonly len: number
  /** The buffer id. */
  readonly id: number
  readonly flags: number
}

const viewOf = (array: Uint8Array): DataView => new DataView(array.buffer, array.byteOffset, array.byteLength)

/** The 16 bytes of a descriptor. Throws a `RangeError` for a field that does not fit. @clause packed.ring.def.1 */
export function encodePackedDescriptor(descriptor: PackedDescriptor): Uint8Array {
  if (BigInt.asUintN(64, descriptor.addr) !== descriptor.addr) {
    throw new RangeError(`addr must be a whole number of 64 bits, not ${descriptor.addr}`)
  }
  const bytes = new Uint8Array(pvirtqDesc.size)
  const view = viewOf(bytes)
  view.setBigUint64(pvirtqDesc.addr, descriptor.addr, true)
  view.setUint32(pvirtqDesc.len, unsigned(descriptor.len, 32, 'len'), true)
  view.setUint16(pvirtqDesc.id, unsigned(descriptor.id, 16, 'id'), true)
  view.setUint16(pvirtqDesc.flags, unsigned(descriptor.flags, 16, 'flags'), true)
  return bytes
}

/** The descriptor in the first 16 bytes. @clause packed.ring.def.1 */
export function decodePackedDescriptor(input: Uint8Array): Decoded<PackedDescriptor> {
  const short = missing(input, 0, pvirtqDesc.size, 'a descriptor')
  if (short) return short
  const view = viewOf(input)
  return decoded({
    addr: view.getBigUint64(pvirtqDesc.addr, true),
    len: view.getUint32(pvirtqDesc.len, true),
    id: view.getUint16(pvirtqDesc.id, true),
    flags: view.getUint16(pvirtqDesc.flags, true),
  })
}
