import { arrayOf, type Bytes } from '../../model/kernel/bytes.ts'

const ethertypes: Readonly<Record<number, string>> = { 2054: 'ARP', 33024: 'VLAN', 34984: 'QinQ', 34525: 'IPv6' }

/**
 * A frame in words, for people: `TCP 10.0.0.1:1234 > 10.0.0.2:80, 60 bytes`. Made for print only: it never fails, and says what
 * it can of a frame that is cut short.
 */
export function frameWords(bytes: Bytes): string {
  const frame = arrayOf(bytes)
  const view = new DataView(frame.buffer)
  return `${layers(frame, view)}, ${frame.length} bytes`
}

function layers(frame: Uint8Array, view: DataView): string {
  if (frame.length < 14) return 'a frame cut short'
  const ethertype = view.getUint16(12)
  if (ethertype === 0x0800 && frame.length >= 34) return ipv4(frame, view)
  if (ethertype === 0x86dd && frame.length >= 54) return ipv6(frame, view)
  return `${ethertypes[ethertype] ?? `ethertype 0x${ethertype.toString(16).padStart(4, '0')}`} ${macOf(frame, 6)} > ${macOf(frame, 0)}`
}

function ipv4(frame: Uint8Array, view: DataView): string {
  const length = ((frame[14] ?? 0) & 0xf) * 4
  const fragment = view.getUint16(20) & 0x3fff
  const [from, to] = [26, 30].map((at) => [...frame.subarray(at, at + 4)].join('.'))
  const above = fragment === 0 ? transport(view, frame[23] ?? 0, 14 + length) : undefined
  return ends(above ?? `IPv4${fragment === 0 ? ` protocol ${frame[23]}` : ' fragment'}`, from ?? '', to ?? '')
}

function ipv6(frame: Uint8Array, view: DataView): string {
  const next = frame[20] ?? 0
  const [from, to] = [22, 38].map((at) => groupsOf(view, at))
  const above = transport(view, next, 54)
  const bracket = (address: string | undefined) => (typeof above === 'object' ? `[${address}]` : (address ?? ''))
  return ends(above ?? `IPv6 next header ${next}`, bracket(from), bracket(to))
}

interface Ports {
  readonly name: 'TCP' | 'UDP'
  readonly from: number
  readonly to: number
}

function transport(view: DataView, protocol: number, at: number): Ports | undefined {
  if ((protocol !== 6 && protocol !== 17) || view.byteLength < at + 4) return undefined
  return { name: protocol === 6 ? 'TCP' : 'UDP', from: view.getUint16(at), to: view.getUint16(at + 2) }
}

function ends(above: Ports | string, from: string, to: string): string {
  if (typeof above === 'string') return `${above} ${from} > ${to}`
  return `${above.name} ${from}:${above.from} > ${to}:${above.to}`
}

const macOf = (frame: Uint8Array, at: number): string =>
  [...frame.subarray(at, at + 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')

/** An IPv6 address with its longest run of zero groups left out, the first of equals (RFC 5952). */
function groupsOf(view: DataView, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + 2 * index).toString(16)).join(':')
  const zeros = [...groups.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].sort((a, b) => b[0].length - a[0].length)[0]
  if (zeros === undefined) return groups
  const before = groups.slice(0, zeros.index).replace(/:$/, '')
  const after = groups.slice(zeros.index + zeros[0].length).replace(/^:/, '')
  return `${before}::${after}`
}
