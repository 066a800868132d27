/** The published values of Microsoft's RSS verification suite: key, and rows of addresses, ports and hashes. */
export const msKey = Uint8Array.from(
  Buffer.from('6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa', 'hex'),
)

export interface MsRow {
  /** Addresses in network order, in hexadecimal. */
  readonly source: string
  readonly destination: string
  readonly ports: readonly [number, number]
  readonly addresses: number
  readonly withPorts: number
}

const row = (
  source: string,
  destination: string,
  ports: readonly [number, number],
  addresses: number,
  withPorts: number,
): MsRow => ({ source, destination, ports, addresses, withPorts })

export const msIPv4: readonly MsRow[] = [
  row('420995bb', 'a18e6450', [2794, 1766], 0x323e8fc2, 0x51ccc178),
  row('c75c6f02', '41458c53', [14230, 4739], 0xd718262a, 0xc626b0ea),
  row('1813c65f', '0c16cfb8', [12898, 38024], 0xd2d0a5de, 0x5c2b394a),
  row('261bcd1e', 'd18ea306', [48228, 2217], 0x82989176, 0xafc7327f),
  row('9927a3bf', 'cabc7f02', [44251, 1303], 0x5d1809c5, 0x10e828a2),
]

export const msIPv6: readonly MsRow[] = [
  row('3ffe250102001fff0000000000000007', '3ffe2501020000030000000000000001', [2794, 1766], 0x2cc18cd5, 0x40207d3d),
  row('3ffe050100080000026097fffe40efab', 'ff020000000000000000000000000001', [14230, 4739], 0x0f0c461c, 0xdde51bbf),
  row('3ffe1900454500030200f8fffe2167cf', 'fe800000000000000200f8fffe2167cf', [44251, 38024], 0x4b61e985, 0x02d1feef),
]
