import { match } from 'ts-pattern'
import { featureNames } from '../../model/feature/feature-names.ts'
import { feature } from '../../model/feature/table.ts'
import { includes } from '../../model/kernel/bits.ts'
import { arrayOf, type Bytes, lengthOf, sliceOf } from '../../model/kernel/bytes.ts'
import { isReaction } from '../../model/kernel/machine.ts'
import type { FrameId, Indirection, NetObservation, NetStimulus } from '../../model/net/action.ts'
import { featuresOf } from '../../model/net/fields.ts'
import { headerLengthUnder } from '../../model/net/header.ts'
import { hashReportName } from '../../model/wire/hash-report.ts'
import { BASE_HEADER_SIZE, HASH_REPORT_HEADER_SIZE, type NetHeaderSize } from '../../model/wire/net-header-layout.ts'
import type { Entry } from '../../properties/target.ts'
import { commandWords, macWords } from './command-words.ts'
import { frameWords } from './frame-words.ts'
import { requestWords } from './request-words.ts'

/** A remark beside an entry of a history: why it is refused, say. */
export interface Remark {
  /** Index of the entry. */
  readonly at: number
  readonly text: string
}

/** Puts the entries of one history into words, each on a line, in their order. */
export type Speaker<Logged> = (entry: Logged) => string

/** A history in print: an entry a line, numbered from 1, with remarks below the entries they belong to. */
export function printed<Logged>(
  log: readonly Logged[],
  say: Speaker<Logged>,
  remarks: readonly Remark[] = [],
): readonly string[] {
  const width = String(log.length).length
  return log.flatMap((entry, index) => {
    const line = `${String(index + 1).padStart(width)}  ${say(entry)}`
    const below = remarks.filter((remark) => remark.at === index)
    return [line, ...below.map((remark) => `${' '.repeat(width)}  ^ ${remark.text}`)]
  })
}

/** A history of the network device in print. */
export function transcript(log: readonly Entry[], remarks: readonly Remark[] = []): readonly string[] {
  return printed(log, netSpeaker(), remarks)
}

/** Speaks of one history of the network device. */
export function netSpeaker(): Speaker<Entry> {
  const speaker = new NetSpeaker()
  return (entry) => speaker.say(entry)
}

const isSeen = (entry: Entry): entry is NetObservation => isReaction(entry)

const from = (position: number | undefined): string => (position === undefined ? '' : ` from position ${position}`)

/** Puts entries into words; remembers frames by their bytes, and the header's size since the last negotiation. */
class NetSpeaker {
  private readonly frames = new Map<Bytes, FrameId>()
  private header: NetHeaderSize = BASE_HEADER_SIZE
  private reports = false

  say(entry: Entry): string {
    return isSeen(entry) ? this.seen(entry) : this.done(entry)
  }

  private done(stimulus: NetStimulus): string {
    return match(stimulus)
      .with({ kind: 'driver.resets' }, () => 'driver resets the device')
      .with({ kind: 'driver.sets' }, ({ bit }) => `driver sets ${bit}`)
      .with({ kind: 'driver.accepts' }, ({ features }) => {
        this.header = headerLengthUnder(features)
        this.reports = includes(features, feature('VIRTIO_NET_F_HASH_REPORT'))
        return `driver accepts ${featureNames(features).map(shortName).join(', ') || 'no feature'}`
      })
      .with({ kind: 'driver.starts' }, ({ size, position }) => `driver starts, rings of ${size}${from(position)}`)
      .with(
        { kind: 'driver.enables' },
        ({ size, position }) => `driver enables its queues, rings of ${size}${from(position)}`,
      )
      .with(
        { kind: 'driver.rewrites' },
        ({ features }) => `driver writes other features: ${featureNames(features).map(shortName).join(', ') || 'none'}`,
      )
      .with({ kind: 'driver.reads' }, ({ field }) => `driver reads ${field}`)
      .with(
        { kind: 'driver.offers' },
        ({ queue, chain, lengths, indirect }) =>
          `driver offers q${queue} c${chain}: ${lengths.join(' + ')} bytes${tableWords(indirect)}`,
      )
      .with({ kind: 'driver.transmits' }, ({ queue, chain, frame, bytes, cuts, request, indirect }) => {
        const cut = cuts.length === 0 ? '' : `, cut at ${cuts.join(', ')}`
        return `driver transmits q${queue} c${chain}: ${this.learn(frame, bytes)}${cut}${requestWords(request)}${tableWords(indirect)}`
      })
      .with(
        { kind: 'driver.commands' },
        ({ chain, command, result = 0, indirect }) =>
          `driver commands c${chain}: ${commandWords(command)}${result === 0 ? '' : `, room for ${result} bytes`}${tableWords(indirect)}`,
      )
      .with(
        { kind: 'driver.notifies' },
        ({ queue, on }) => `driver turns notifications of q${queue} ${on ? 'on' : 'off'}`,
      )
      .with(
        { kind: 'driver.awaits' },
        ({ queue, event }) => `driver asks q${queue} for the notification of position ${event}`,
      )
      .with({ kind: 'driver.pesters' }, ({ queue }) => `driver notifies of q${queue}, and of nothing new`)
      .with({ kind: 'driver.resetsQueue' }, ({ queue }) => `driver resets q${queue}`)
      .with(
        { kind: 'driver.reenables' },
        ({ queue, size, position }) => `driver enables q${queue} anew, a ring of ${size}${from(position)}`,
      )
      .with(
        { kind: 'driver.rewinds' },
        ({ queue }) => `driver moves the available index of q${queue} back beyond the ring`,
      )
      .with({ kind: 'driver.corrupts' }, ({ queue, chain, how }) => `driver breaks q${queue} by chain ${chain}: ${how}`)
      .with({ kind: 'driver.suspends' }, () => 'driver suspends the device')
      .with({ kind: 'driver.resumes' }, () => 'driver resumes the device')
      .with({ kind: 'admin.links' }, ({ up }) => `the link goes ${up ? 'up' : 'down'}`)
      .with({ kind: 'admin.announces' }, () => 'the administrator has the driver asked to announce itself')
      .with({ kind: 'driver.writes' }, ({ field, value }) => `driver writes ${field} = ${fieldWords(field, value)}`)
      .with({ kind: 'wire.arrives' }, ({ frame, bytes }) => `wire: ${this.learn(frame, bytes)} arrives`)
      .exhaustive()
  }

  private seen(observation: NetObservation): string {
    return match(observation)
      .with({ kind: 'device.agrees' }, ({ ok }) => `device ${ok ? 'agrees' : 'declines: FEATURES_OK reads back clear'}`)
      .with({ kind: 'device.shows' }, ({ field, value }) => `device shows ${field} = ${fieldWords(field, value)}`)
      .with(
        { kind: 'device.uses' },
        ({ queue, chain, length, bytes, inner }) =>
          `device uses q${queue} c${chain}${innerWords(inner)}, len ${length}${this.received(bytes)}`,
      )
      .with(
        { kind: 'device.acknowledges' },
        ({ chain, length, bytes, inner }) =>
          `device acknowledges c${chain}${innerWords(inner)}, len ${length}: ${ackWords(bytes)}`,
      )
      .with(
        { kind: 'device.strays' },
        ({ queue, head, length }) => `device uses q${queue} id ${head}, len ${length}: no such chain is outstanding`,
      )
      .with({ kind: 'device.scribbles' }, ({ on, queue, chain }) => {
        const where = [queue === undefined ? '' : ` q${queue}`, chain === undefined ? '' : ` c${chain}`].join('')
        return `device writes where it must not: ${on}${where}`
      })
      .with({ kind: 'device.marks' }, ({ queue, on, avail, used }) => {
        const flags = `AVAIL ${avail ? 1 : 0}, USED ${used ? 1 : 0}`
        return `device writes a descriptor of q${queue} that no used one was due in, ${markWords[on]}: ${flags}`
      })
      .with({ kind: 'device.sends' }, ({ bytes }) => `device sends ${this.frame(bytes)}`)
      .with({ kind: 'device.interrupts' }, ({ queue }) => `device interrupts for q${queue}`)
      .with({ kind: 'device.asks' }, ({ queue, flags }) => `device asks of q${queue} with flags ${flags}`)
      .with({ kind: 'device.changes' }, () => 'device notifies of a changed configuration')
      .with(
        { kind: 'device.fails' },
        ({ how, words }) =>
          `device ${how === 'needs-reset' ? 'asks for a reset' : how}: ${words.replaceAll('\n', ' | ')}`,
      )
      .with({ kind: 'device.rests' }, () => 'device rests')
      .exhaustive()
  }

  private learn(frame: FrameId, bytes: Bytes): string {
    this.frames.set(bytes, frame)
    return `f${frame} ${frameWords(bytes)}`
  }

  private frame(bytes: Bytes): string {
    const known = this.frames.get(bytes) ?? [...this.frames].find(([whole]) => bytes.startsWith(whole))?.[1]
    return known === undefined ? `an unknown frame, ${frameWords(bytes)}` : `f${known}`
  }

  private received(bytes: Bytes): string {
    if (lengthOf(bytes) <= this.header) return ''
    const frame = this.frame(sliceOf(bytes, this.header))
    return this.reports ? `: ${frame}, ${hashWords(bytes)}` : `: ${frame}`
  }
}

const markWords = {
  due: 'or not so',
  ahead: 'ahead of the one that is due',
  used: 'marked used before',
  unavailable: 'never made available',
} as const

const innerWords = (inner: true | undefined): string => (inner === true ? ' by an id that is not its last' : '')

function tableWords(indirect: Indirection | undefined): string {
  if (indirect === undefined) return ''
  const before = indirect.direct === 0 ? '' : ` behind ${indirect.direct} direct`
  return `, in a table${before}${indirect.write === true ? ', marked WRITE' : ''}`
}

const shortName = (name: string): string => name.replace(/^VIRTIO_(NET_)?F_/, '')

/** `hash_value` and `hash_report` of a header of 20 bytes, little-endian at 12 and 16. */
function hashWords(bytes: Bytes): string {
  const view = new DataView(arrayOf(sliceOf(bytes, 0, HASH_REPORT_HEADER_SIZE)).buffer)
  const value = view.getUint32(12, true).toString(16).padStart(8, '0')
  return `hash 0x${value} reported as ${hashReportName(view.getUint16(16, true))}`
}

function ackWords(bytes: Bytes): string {
  const result = sliceOf(bytes, 1)
  const ack = sliceOf(bytes, 0, 1)
  const known = ack === '00' ? 'OK' : ack === '01' ? 'ERR' : undefined
  if (known === undefined) return `0x${bytes || '(nothing)'}`
  return result === '' ? known : `${known}, result ${result}`
}

function fieldWords(field: string, value: Bytes): string {
  if (field === 'device_features') return featureNames(featuresOf(value)).map(shortName).join(', ')
  if (field === 'mac') return macWords(value)
  const number = arrayOf(value).reduceRight((all, byte) => all * 256 + byte, 0)
  return field === 'device_status' || field.startsWith('supported') ? `0x${number.toString(16)}` : String(number)
}
