/** The hash that a flow's frames have, from the flow and not from bytes; only tests use it. */
import type { Bytes } from '../../model/kernel/bytes.ts'
import type { Flow, IpFlow } from './flow.ts'

const bitsOf = (bytes: string): bigint => BigInt(`0x0${bytes}`)

function parity(value: bigint): bigint {
  let odd = 0n
  for (const digit of value.toString(2)) if (digit === '1') odd ^= 1n
  return odd
}

/**
 * The Toeplitz hash as a product with a matrix over GF(2): row `j` is the key's bits from `j` on, as many as the input has, and
 * bit `j` of the hash is the sum of the products of the row and the input.
 */
export function byMatrix(key: Bytes, input: string): number {
  const width = BigInt(input.length * 4)
  const long = bitsOf(key.padEnd(input.length + 8, '0'))
  const length = BigInt(Math.max(key.length, input.length + 8) * 4)
  let hash = 0n
  for (let row = 0n; row < 32n; row++) {
    const bits = (long >> (length - row - width)) & ((1n << width) - 1n)
    hash = (hash << 1n) | parity(bits & bitsOf(input))
  }
  return Number(hash)
}

/** The only home address and the only address in a type 2 routing header that a flow has. */
function exchanged({ source, destination, extensions }: IpFlow): string {
  const homes = extensions.flatMap((one) =>
    one.kind === 'destination' ? one.options.filter(({ type }) => type === 0xc9).map(({ data }) => data) : [],
  )
  const routed = extensions.flatMap((one) => (one.kind === 'routing' && one.type === 2 ? [one.data.slice(8)] : []))
  if (homes.length > 1 || routed.length > 1) throw new Error('fault: a flow of which it is open where it ends')
  return (homes[0] ?? source) + (routed[0] ?? destination)
}

/** Codes of the report in the order addresses, TCP, UDP, by what the packet is. */
const codes = { ipv4: [1, 2, 3], ipv6: [4, 5, 6], extended: [7, 8, 9] } as const

/** Report and value of a flow that leaves nothing open, as the table of the specification has it, row by row. */
export function hashOfFlow(flow: Flow, types: number, key: Bytes): { readonly report: number; readonly value: number } {
  if (flow.network === 'other') return { report: 0, value: 0 }
  const plain = flow.source + flow.destination
  const ports = [flow.sourcePort, flow.destinationPort].map((port) => port.toString(16).padStart(4, '0')).join('')
  const place = { other: 0, tcp: 1, udp: 2 }[flow.transport]
  const rows: (readonly [number, string])[] = []
  const add = ([addresses, ...others]: readonly number[], ends: string) => {
    if (place > 0) rows.push([others[place - 1] ?? 0, ends + ports])
    rows.push([addresses ?? 0, ends])
  }
  if (flow.extensions.length > 0) add(codes.extended, exchanged(flow))
  add(codes[flow.network], plain)
  const row = rows.find(([code]) => ((types >> (code - 1)) & 1) === 1)
  return row === undefined ? { report: 0, value: 0 } : { report: row[0], value: byMatrix(key, row[1]) }
}
