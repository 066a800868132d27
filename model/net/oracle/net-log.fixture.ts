/** The oracle's logs as logs of the network device. */
import { featuresNamed } from '../../feature/table.ts'
import { accept, type Verdict } from '../../kernel/accept.ts'
import { pairIndex, queueIndex } from '../../kernel/brand.ts'
import { arrayOf, type Bytes, bytes, hexOf, noBytes } from '../../kernel/bytes.ts'
import { perform } from '../../kernel/perform.ts'
import type { ControlCommand } from '../../wire/control-command.ts'
import { encodeFrame } from '../../wire/frame.ts'
import type { NetAction } from '../action.ts'
import type { NetConfig, Traits } from '../config.ts'
import { netDevice } from '../device.ts'
import type { NetState } from '../state.ts'
import { toeplitz } from '../toeplitz.ts'
import type { Entry } from './explanation.fixture.ts'
import type { Side, Table } from './steering-device.fixture.ts'

const machine = netDevice()
const CONTROL = queueIndex(4)
/** Chains of commands are numbered from here, so that none is also a buffer's. */
const COMMANDS = 1000
const START = 999

const key = bytes('6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa')
const source = bytes('0a000001')
const destination = bytes('0a000002')

const config = (traits: Traits): NetConfig => ({
  offered: featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_F_RING_RESET', 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS']),
  maxPairs: 2,
  mac: bytes('525400123456'),
  maxKeySize: 40,
  maxTableLength: 128,
  hashTypes: 0x1ff,
  traits,
})

/** RSS_CONFIG with this table. */
function rssOf([even, odd]: Table): ControlCommand {
  const table = [pairIndex(even), pairIndex(odd)]
  const rest = { unclassified: pairIndex(0), maxTxVq: 2, key, hashTypes: 0x1ff }
  return { name: 'RSS_CONFIG', mask: 1, table, ...rest }
}

/** The source port from which a datagram's hash ends in this bit. */
function portOf(hash: Side): number {
  for (let port = 1024; port < 0x1_0000; port++) {
    const ports = `${port.toString(16).padStart(4, '0')}0009`
    if ((toeplitz(arrayOf(key), arrayOf((source + destination + ports) as Bytes)) & 1) === hash) return port
  }
  throw new Error(`fault: no port gives the hash bit ${hash}`)
}

const portOfHash = [portOf(0), portOf(1)] as const

const frameBytes = new Map<string, Bytes>()

/** The bytes of frame `frame`, of this hash. */
function bytesOf(frame: number, hash: Side): Bytes {
  const name = `${frame} ${hash}`
  const known = frameBytes.get(name)
  if (known !== undefined) return known
  const fragmentation = { identification: frame, dontFragment: true, moreFragments: false, fragmentOffset: 0 }
  const header = { tos: 0, ...fragmentation, ttl: 64, source, destination, options: noBytes }
  const udp = { sourcePort: portOfHash[hash], destinationPort: 9 }
  const made = hexOf(
    encodeFrame({
      ethernet: { destination: bytes('525400123456'), source: bytes('020000000001'), tags: [] },
      packet: { kind: 'ipv4', header, transport: { kind: 'udp', header: udp, payload: bytes('00'.repeat(18)) } },
      trailer: noBytes,
    }),
  )
  frameBytes.set(name, made)
  return made
}

/** A log in the network device's words. A frame that is used and never arrived has bytes that never arrived either. */
export function netLog(log: readonly Entry[]): readonly NetAction[] {
  const hashes = new Map(log.flatMap((entry) => (entry.kind === 'arrives' ? [[entry.frame, entry.hash] as const] : [])))
  return log.map((entry) => wordOf(entry, hashes))
}

function wordOf(entry: Entry, hashes: ReadonlyMap<number, Side>): NetAction {
  if (entry.kind === 'rests') return { kind: 'device.rests' }
  if (entry.kind === 'arrives') {
    return { kind: 'wire.arrives', frame: entry.frame, bytes: bytesOf(entry.frame, entry.hash) }
  }
  if (entry.kind === 'offers') {
    return { kind: 'driver.offers', queue: queueIndex(entry.queue * 2), chain: entry.chain, lengths: [2048] }
  }
  if (entry.kind === 'resets') return { kind: 'driver.resetsQueue', queue: queueIndex(entry.queue * 2) }
  if (entry.kind === 'reenables') return { kind: 'driver.reenables', queue: queueIndex(entry.queue * 2), size: 64 }
  if (entry.kind === 'commands') {
    return { kind: 'driver.commands', chain: COMMANDS + entry.chain, command: rssOf(entry.table) }
  }
  if (entry.kind === 'acknowledges') {
    return { kind: 'device.acknowledges', queue: CONTROL, chain: COMMANDS + entry.chain, length: 1, bytes: bytes('00') }
  }
  const frame = bytesOf(entry.frame, hashes.get(entry.frame) ?? 0)
  const header = `${'00'.repeat(10)}0100`
  const length = 12 + frame.length / 2
  return {
    kind: 'device.uses',
    queue: queueIndex(entry.queue * 2),
    chain: entry.chain,
    length,
    bytes: bytes(header + frame),
  }
}

/** A live network device with two queue pairs and this indirection table, at rest, notifications off. */
export function liveDevice(table: Table, traits: Traits): NetState {
  const silence = [0, 2, 4].map(
    (queue): NetAction => ({ kind: 'driver.notifies', queue: queueIndex(queue), on: false }),
  )
  const begin: readonly NetAction[] = [
    { kind: 'driver.accepts', features: config(traits).offered },
    { kind: 'driver.starts', size: 64 },
    ...silence,
    { kind: 'driver.commands', chain: START, command: rssOf(table) },
  ]
  const work = (enabled: readonly NetAction[]) => enabled.find((act) => act.kind !== 'device.rests')
  let state = machine.initial(config(traits))
  for (const act of begin) {
    const step = machine.step(state, act)
    if (!step.ok) throw new Error(`fault: ${act.kind} is refused: ${step.refusal.because}`)
    state = perform(machine, step.state, work).state
  }
  const calm = machine.step(state, { kind: 'device.rests' })
  if (!calm.ok) throw new Error(`fault: the device does not rest: ${calm.refusal.because}`)
  return calm.state
}

/** What the model says of a log. */
export function modelVerdict(start: NetState, log: readonly Entry[]): Verdict<NetState> {
  return accept(machine, start, netLog(log))
}

/** A log in a line. */
export function printLog(table: Table, log: readonly Entry[]): string {
  return [`[${table}]:`, ...log.map(printEntry)].join(' · ')
}

function printEntry(entry: Entry): string {
  if (entry.kind === 'rests') return 'rests'
  if (entry.kind === 'arrives') return `f${entry.frame}#${entry.hash} arrives`
  if (entry.kind === 'offers') return `driver offers chain ${entry.chain} on q${entry.queue}`
  if (entry.kind === 'resets') return `driver resets q${entry.queue}`
  if (entry.kind === 'reenables') return `driver enables q${entry.queue} anew`
  if (entry.kind === 'commands') return `command ${entry.chain} [${entry.table}]`
  if (entry.kind === 'acknowledges') return `command ${entry.chain} acknowledged`
  return `q${entry.queue} uses chain ${entry.chain} for f${entry.frame}`
}
