/**
 * Asks tshark, which shares nothing with us, what it reads in a sample of our frames: the same addresses, ports and protocols,
 * good checksums, nothing malformed. Exit status 1 if it disagrees, or is not there.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { arrayOf, type Bytes, bytes, lengthOf, noBytes, sliceOf } from '../model/kernel/bytes.ts'
import { TPID_CUSTOMER, TPID_SERVICE } from '../model/wire/ethernet.ts'
import { ipv4Address, ipv6Address } from '../model/wire/ip-address.ts'
import { extensionNumber, HOME_ADDRESS_OPTION, ROUTING_TYPE_2 } from '../model/wire/ipv6-extension.ts'
import { type Flow, flow, type IpFlow, type Oddities } from '../properties/plans/flow.ts'
import { frameOf, frameShape } from '../properties/plans/frame.ts'
import { oddFlow } from '../properties/plans/odd-flow.ts'

const SAMPLE = 1200
const SEED = 1
const MAC = bytes('525400123456')

interface Sample {
  readonly flow: Flow
  readonly frame: Bytes
}

function sample(): readonly Sample[] {
  const drawn = fc.sample(fc.tuple(fc.oneof(flow, oddFlow), frameShape), { seed: SEED, numRuns: SAMPLE })
  return drawn.map(([flow, shape], id) => ({ flow, frame: frameOf(flow, { id, destination: MAC, shape }) }))
}

/** A capture file (pcap, little-endian, microseconds, Ethernet) of these frames. */
function captureOf(frames: readonly Bytes[]): Uint8Array {
  const header = new Uint8Array(new Uint32Array([0xa1b2c3d4, 0x0004_0002, 0, 0, 0xffff, 1]).buffer)
  const records = frames.flatMap((frame, at) => [
    new Uint8Array(new Uint32Array([at, 0, lengthOf(frame), lengthOf(frame)]).buffer),
    arrayOf(frame),
  ])
  return Buffer.concat([header, ...records])
}

const FIELDS = [
  'eth.dst',
  'vlan.id',
  'ieee8021ad.id',
  'ip.frag_offset',
  'ipv6.fraghdr.offset',
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'tcp.srcport',
  'tcp.dstport',
  'udp.srcport',
  'udp.dstport',
  'ip.proto',
  'ip.checksum.status',
  'tcp.checksum.status',
  'udp.checksum.status',
  'ipv6.nxt',
  'ipv6.opt.mipv6.home_address',
  'ipv6.routing.mipv6.home_address',
  '_ws.malformed',
  'frame.len',
] as const
type Row = Readonly<Record<(typeof FIELDS)[number], string>>

const PREFERENCES = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum'].map((name) => `${name}:TRUE`)
/** Whatever the port, what TCP and UDP carry are our bytes. */
const PAYLOADS = ['tcp.port==0-65535,data', 'udp.port==0-65535,data']

/** What tshark reads in each frame of a capture file. */
function dissect(file: string): readonly Row[] {
  const args = ['-r', file, '-n', '-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=f']
  const options = [...PREFERENCES.flatMap((option) => ['-o', option]), ...PAYLOADS.flatMap((rule) => ['-d', rule])]
  const fields = FIELDS.flatMap((field) => ['-e', field])
  const run = spawnSync('tshark', [...args, ...options, ...fields], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (run.error) throw new Error(`tshark cannot be run (${run.error.message}); install the package tshark`)
  if (run.status !== 0) throw new Error(`tshark ended with status ${run.status}: ${run.stderr.trim()}`)
  return run.stdout.split('\n').slice(0, -1).map(rowOf)
}

function rowOf(line: string): Row {
  const values = line.split('\t')
  return Object.fromEntries(FIELDS.map((field, at) => [field, values[at] ?? ''])) as Row // one value for each field
}

const PROTOCOL = { tcp: '6', udp: '17', other: '253' } as const
/** What tshark says of a checksum that is right. */
const GOOD = '1'

/** What a frame says of itself that it is not, or what only looks like a header of its protocol: nobody need take it for whole. */
const isWrong = ({ oddities: { promises, lure, fragment } = {}, extensions }: IpFlow): boolean =>
  promises !== undefined || lure !== undefined || fragment !== undefined || extensions.some(isFragment)
const isFragment = ({ kind }: IpFlow['extensions'][number]): boolean => kind === 'fragment'

/** Address of the first extension header of this kind that has one, as tshark should show it. */
function addressIn(flow: Pick<IpFlow, 'extensions'>, kind: 'destination' | 'routing'): Bytes {
  for (const extension of flow.extensions) {
    const isType2 = extension.kind === 'routing' && extension.type === ROUTING_TYPE_2
    if (kind === 'routing' && isType2) return sliceOf(extension.data, 4)
    // tshark knows the option in hop-by-hop options as well
    if (kind !== 'destination' || (extension.kind !== 'destination' && extension.kind !== 'hop-by-hop')) continue
    const home = extension.options.find((option) => option.type === HOME_ADDRESS_OPTION)
    if (home) return home.data
  }
  return noBytes
}

const address = (text: string): Bytes => {
  if (text === '') return noBytes
  return text.includes(':') ? ipv6Address(text) : ipv4Address(text)
}

/** Name, what tshark read, what it should have read. */
type Comparison = readonly [string, string, string]

function transportComparisons(flow: IpFlow, row: Row): readonly Comparison[] {
  const { transport } = flow
  if (isWrong(flow)) return []
  if (transport === 'other') return [['ports', row['tcp.srcport'] + row['udp.srcport'], '']]
  return [
    ['source port', row[`${transport}.srcport`], String(flow.sourcePort)],
    ['destination port', row[`${transport}.dstport`], String(flow.destinationPort)],
    ...(isPlainlyAddressed(flow)
      ? ([[`${transport} checksum`, row[`${transport}.checksum.status`], GOOD]] as const)
      : []),
  ]
}

function ipComparisons(flow: IpFlow, row: Row): readonly Comparison[] {
  const ip = flow.network === 'ipv4' ? 'ip' : 'ipv6'
  const protocol: Comparison =
    ip === 'ip'
      ? ['protocol', row['ip.proto'], protocolOf(flow)]
      : ['next header', row['ipv6.nxt'], String(nextHeaderOf(flow))]
  const extended: readonly Comparison[] = [
    ['home address', address(row['ipv6.opt.mipv6.home_address']), addressIn(flow, 'destination')],
    ['type 2 routing', address(row['ipv6.routing.mipv6.home_address']), addressIn(flow, 'routing')],
  ]
  return [
    ['source', address(row[`${ip}.src`]), flow.source],
    ['destination', address(row[`${ip}.dst`]), flow.destination],
    ['header checksum', row['ip.checksum.status'], ip === 'ip' ? GOOD : ''],
    protocol,
    ...extended,
  ]
}

function nextHeaderOf({ extensions: [first], transport, oddities }: IpFlow): number {
  return first ? extensionNumber[first.kind] : Number(protocolOf({ transport, oddities }))
}

const protocolOf = ({
  transport,
  oddities,
}: Pick<IpFlow, 'transport'> & { oddities?: Oddities | undefined }): string =>
  transport === 'other' && oddities?.protocol !== undefined ? String(oddities.protocol) : PROTOCOL[transport]

/** The VLAN of the tag of this kind, as tshark should show it. */
const vlanOf = ({ tags = [] }: Oddities, tpid: number): string =>
  String(tags.find((tag) => tag.tpid === tpid)?.vlan ?? '')

/** It is plain which addresses the checksum covers: no home address out of place, and neither kind of address more than once. */
const isPlainlyAddressed = ({ extensions }: IpFlow): boolean =>
  extensions.every(({ kind }) => kind !== 'hop-by-hop' || addressIn({ extensions }, 'destination') === noBytes) &&
  extensions.filter(({ kind }) => kind === 'routing').length < 2 &&
  extensions.filter((one) => addressIn({ extensions: [one] }, 'destination') !== noBytes).length < 2

/** Tags, and how far into its datagram a fragment begins, in bytes. */
function oddComparisons({ oddities = {}, extensions, network }: IpFlow, row: Row): readonly Comparison[] {
  const [fragment] = extensions.filter(isFragment)
  const offset = fragment?.kind === 'fragment' ? String(fragment.offset) : ''
  const later = oddities.fragment === 'later' ? '185' : '0'
  return [
    ['customer VLAN', row['vlan.id'], vlanOf(oddities, TPID_CUSTOMER)],
    ['service VLAN', row['ieee8021ad.id'], vlanOf(oddities, TPID_SERVICE)],
    ['fragment offset', row['ip.frag_offset'], network === 'ipv4' ? later : ''],
    ['fragment header', row['ipv6.fraghdr.offset'], offset],
  ]
}

function comparisons(flow: IpFlow, row: Row): readonly Comparison[] {
  // What stands behind a length that is wrong is read as far as it goes, or not at all.
  if (flow.oddities?.promises !== undefined) return []
  return [...ipComparisons(flow, row), ...transportComparisons(flow, row), ...oddComparisons(flow, row)]
}

/** Everything that tshark reads otherwise than it was meant. */
function disagreements({ flow, frame }: Sample, row: Row): readonly string[] {
  const whole: readonly Comparison[] = [
    ['length', row['frame.len'], String(lengthOf(frame))],
    ['destination station', row['eth.dst'].replaceAll(':', ''), MAC],
    ['malformed', flow.network !== 'other' && isWrong(flow) ? '' : row['_ws.malformed'], ''],
  ]
  const ip = flow.network === 'other' ? [] : comparisons(flow, row)
  return [...whole, ...ip].flatMap(([what, read, meant]) => (read === meant ? [] : [`${what}: ${read}, not ${meant}`]))
}

function kindOf(flow: Flow): string {
  if (flow.network === 'other') return 'no IP'
  const odd = Object.keys(flow.oddities ?? {}).join(' and ')
  return `${flow.network}${flow.extensions.length > 0 ? ' with extension headers' : ''}, ${flow.transport}${odd && `, ${odd}`}`
}

function compare(): number {
  const home = mkdtempSync(join(tmpdir(), 'tshark-'))
  try {
    const samples = sample()
    const file = join(home, 'sample.pcap')
    writeFileSync(file, captureOf(samples.map(({ frame }) => frame)))
    return report(samples, dissect(file))
  } finally {
    rmSync(home, { recursive: true })
  }
}

/** Prints counts and disagreements; the exit status. */
function report(samples: readonly Sample[], rows: readonly Row[]): number {
  if (rows.length !== samples.length) throw new Error(`tshark read ${rows.length} of ${samples.length} frames`)
  const kinds = new Map<string, number>()
  for (const { flow } of samples) kinds.set(kindOf(flow), (kinds.get(kindOf(flow)) ?? 0) + 1)
  for (const [kind, count] of [...kinds].sort()) console.log(`${String(count).padStart(5)}  ${kind}`)
  const wrong = samples.flatMap((sample, at) => {
    const row = rows[at]
    return (row ? disagreements(sample, row) : []).map((text) => `frame ${at} (${kindOf(sample.flow)}): ${text}`)
  })
  for (const line of wrong) console.error(line)
  const disagreeing = wrong.length === 0 ? 'tshark agrees on all of them' : `${wrong.length} disagreements`
  console.log(`${samples.length} frames, ${disagreeing}`)
  return wrong.length === 0 ? 0 : 1
}

try {
  process.exitCode = compare()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
