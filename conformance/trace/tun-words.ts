import { match } from 'ts-pattern'
import { lengthOf } from '../../model/kernel/bytes.ts'
import { isReaction } from '../../model/kernel/machine.ts'
import type { TunStimulus } from '../../model/tun/action.ts'
import { flagWords } from '../../model/tun/flag.ts'
import type { EntryOf } from '../../properties/terms.ts'
import type { TunTerms } from '../../properties/tun/terms.ts'
import type { Speaker } from './transcript.ts'

type Logged = EntryOf<TunTerms>
type Seen = Exclude<Logged, TunStimulus>

const isSeen = (entry: Logged): entry is Seen => isReaction(entry)

/** Speaks of one history of a tun device: frames by the numbers under which they were sent, as long as their bytes say which it is. */
export function tunSpeaker(): Speaker<Logged> {
  const frames = new Map<string, number>()
  return (entry) => {
    if (entry.kind === 'wire.arrives') frames.set(entry.bytes, entry.frame)
    return isSeen(entry) ? seen(entry, frames) : done(entry)
  }
}

function done(stimulus: TunStimulus): string {
  return match(stimulus)
    .with({ kind: 'user.opens' }, ({ file }) => `user opens file ${file}`)
    .with({ kind: 'user.closes' }, ({ file }) => `user closes file ${file}`)
    .with(
      { kind: 'user.attaches' },
      ({ file, name, flags }) => `user calls TUNSETIFF on file ${file}: ${name} ${flagWords(flags)}`,
    )
    .with({ kind: 'user.switches' }, ({ file, flags }) => `user calls TUNSETQUEUE on file ${file}: ${flagWords(flags)}`)
    .with(
      { kind: 'user.requests' },
      ({ file, request, value }) =>
        `user calls ${request === 'unknown' ? 'an unknown ioctl' : request} on file ${file}: ${value}`,
    )
    .with({ kind: 'user.writes' }, ({ file, bytes }) => `user writes ${lengthOf(bytes)} bytes to file ${file}`)
    .with({ kind: 'user.teaches' }, ({ file, first, count }) =>
      count === 1
        ? `user writes a packet of flow ${first} to file ${file}`
        : `user writes a packet of each of ${count} flows from ${first} on to file ${file}`,
    )
    .with({ kind: 'user.reads' }, ({ file, room }) => `user reads at most ${room} bytes of file ${file}`)
    .with({ kind: 'user.empties' }, ({ file }) => `user reads all that file ${file} has`)
    .with({ kind: 'admin.links' }, ({ up }) => `the interface goes ${up ? 'up' : 'down'}`)
    .with({ kind: 'admin.limits' }, ({ length }) => `txqueuelen is ${length}`)
    .with({ kind: 'wire.arrives' }, ({ frame, bytes }) => `frame ${frame} is sent, ${lengthOf(bytes)} bytes`)
    .with({ kind: 'time.passes' }, ({ time }) => `${time / 1000} s pass`)
    .exhaustive()
}

function seen(observation: Seen, frames: ReadonlyMap<string, number>): string {
  return match(observation)
    .with({ kind: 'device.returns' }, ({ error, value }) => `device returns ${error === 'none' ? value : error}`)
    .with(
      { kind: 'device.delivers' },
      ({ file, bytes }) => `device delivers ${frameWords(bytes, frames)} on file ${file}`,
    )
    .with({ kind: 'device.drops' }, ({ frame }) => `device does not take frame ${frame}`)
    .with({ kind: 'device.emits' }, ({ bytes }) => `a packet of ${lengthOf(bytes)} bytes comes into the host`)
    .with({ kind: 'device.fails' }, ({ how, words }) => `device ${how}: ${words.replaceAll('\n', ' | ')}`)
    .with({ kind: 'device.rests' }, () => 'device rests')
    .exhaustive()
}

/** The frame that ends these bytes; what stands before it is its header. */
function frameWords(bytes: string, frames: ReadonlyMap<string, number>): string {
  const known = [...frames].find(([frame]) => bytes.endsWith(frame))
  if (known === undefined) return `${bytes.length / 2} bytes`
  const [frame, number] = known
  const before = (bytes.length - frame.length) / 2
  return before === 0 ? `frame ${number}` : `${before} bytes of header and frame ${number}`
}
