/** What a frame of the bench carries. */
export type Kind = 'tcp4' | 'udp4' | 'tcp6' | 'other'

const ethernetLength = 14
const address = { 4: 14 + 12, 6: 14 + 8 } as const

/** A frame of `length` bytes of one flow of its kind: headers are true where steering looks, all else is filler. */
export function frameOf(kind: Kind, flow: number, length: number): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + flow) & 0xff)
  const view = new DataView(bytes.buffer)
  if (kind === 'other') {
    view.setUint16(12, 0x0806, false)
    return bytes
  }
  const version = kind === 'tcp6' ? 6 : 4
  view.setUint16(12, version === 6 ? 0x86dd : 0x0800, false)
  const upper = kind === 'udp4' ? 17 : 6
  if (version === 4) {
    view.setUint8(ethernetLength, 0x45)
    view.setUint16(ethernetLength + 2, length - ethernetLength, false)
    view.setUint16(ethernetLength + 6, 0, false)
    view.setUint8(ethernetLength + 9, upper)
  } else {
    view.setUint8(ethernetLength, 0x60)
    view.setUint16(ethernetLength + 4, length - ethernetLength - 40, false)
    view.setUint8(ethernetLength + 6, upper)
  }
  const upperAt = ethernetLength + (version === 4 ? 20 : 40)
  if (upper === 17) view.setUint16(upperAt + 4, length - upperAt, false)
  else view.setUint8(upperAt + 12, 0x50)
  view.setUint32(address[version], Math.imul(flow + 1, 0x9e3779b1), false)
  return bytes
}

/** As many frames as a batch has: mostly TCP over IPv4, with UDP, IPv6 where it fits, and what is not IP among them. */
export function traffic(count: number, length: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, flow) => {
    const rest = flow % 16
    const kind = rest === 3 ? 'udp4' : rest === 7 && length >= 74 ? 'tcp6' : rest === 11 ? 'other' : 'tcp4'
    return frameOf(kind, flow, length)
  })
}
