import { endianness } from 'node:os'

const isLittle = endianness() === 'LE'

/** `struct ifreq`: 16 bytes of name, then a union that here holds a number of 2 or 4 bytes. */
export function interfaceRequest(name: string, value: number, bytes: 2 | 4): Buffer {
  const request = Buffer.alloc(40)
  request.write(name, 0, 15, 'ascii')
  if (isLittle) request.writeUIntLE(value, 16, bytes)
  else request.writeUIntBE(value, 16, bytes)
  return request
}

/** The number of 2 or 4 bytes, without a sign, that a `struct ifreq` holds. */
export function numberIn(request: Buffer, bytes: 2 | 4): number {
  return isLittle ? request.readUIntLE(16, bytes) : request.readUIntBE(16, bytes)
}
