import { type QueueIndex, queueIndex } from '../../model/kernel/brand.ts'
import { type Bytes, lengthOf } from '../../model/kernel/bytes.ts'
import type { DeviceUses, NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { Session } from '../target.ts'
import type { ReactionBug } from './reaction-bug.ts'

/** What a faulty device knows of its queues: the chains outstanding, which are in reset, and the frames that came meanwhile. */
interface Books {
  readonly chains: Map<QueueIndex, number[]>
  readonly inReset: Map<QueueIndex, number[]>
  held: Bytes[]
  /** Bytes of the header. */
  header: number
}

/** What such a device shows more, behind what the sound one showed; `done` is left out at a rest. */
type Addition = (books: Books, done: NetStimulus | undefined) => readonly NetObservation[]

const isReceive = (queue: QueueIndex): boolean => queue % 2 === 0

function note({ chains, inReset, ...books }: Books, done: NetStimulus): Bytes[] {
  if (done.kind === 'driver.resets') {
    chains.clear()
    inReset.clear()
    return []
  }
  if (done.kind === 'driver.offers') chains.set(done.queue, [...(chains.get(done.queue) ?? []), done.chain])
  if (done.kind === 'driver.resetsQueue') inReset.set(done.queue, chains.get(done.queue) ?? [])
  if (done.kind === 'driver.resetsQueue') chains.delete(done.queue)
  if (done.kind === 'driver.reenables') inReset.delete(done.queue)
  const isHeld = done.kind === 'wire.arrives' && [...inReset.keys()].some(isReceive)
  return isHeld ? [...books.held, done.bytes] : books.held
}

/** A session of a device that shows more than it should. */
function adding(session: Session, add: Addition): Session {
  const books: Books = { chains: new Map(), inReset: new Map(), held: [], header: 12 }
  const seen = (all: readonly NetObservation[], done?: NetStimulus) => {
    for (const one of all) {
      if (one.kind !== 'device.uses') continue
      books.chains.set(
        one.queue,
        (books.chains.get(one.queue) ?? []).filter((chain) => chain !== one.chain),
      )
      books.held = books.held.filter((frame) => !one.bytes.endsWith(frame))
    }
    return [...all, ...add(books, done)]
  }
  return {
    async perform(stimulus) {
      const all = await session.perform(stimulus)
      if (all === 'skipped') return all
      books.held = note(books, stimulus)
      return seen(all, stimulus)
    },
    async settle() {
      const all = await session.settle()
      return [...seen(all.slice(0, -1)), { kind: 'device.rests' }]
    },
    drain: () => session.drain(),
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}

/** A frame in a receive buffer. */
function placed(queue: QueueIndex, chain: number, frame: Bytes): DeviceUses {
  const bytes = `${'00'.repeat(10)}0100${frame}` as Bytes // Bytes, joined
  return { kind: 'device.uses', queue, chain, length: lengthOf(bytes), bytes }
}

/** A frame that was held is placed in a queue by `where` it may be. */
const placing =
  (where: (books: Books) => ReadonlyMap<QueueIndex, readonly number[]>): Addition =>
  (books) => {
    const [frame] = books.held
    const found = [...where(books)].find(([queue, chains]) => isReceive(queue) && chains.length > 0)
    if (frame === undefined || found === undefined) return []
    books.held = []
    return [placed(found[0], found[1][0] ?? 0, frame)]
  }

/** Seeded bugs of the reset of single queues. */
export const queueResetBugs: readonly ReactionBug[] = [
  {
    id: 'reset-queue-served',
    says: 'A receive queue in reset goes on taking frames into the buffers it had.',
    source: 'ours',
    property: 'queue-reset/silence',
    clause: 'core.vqreset.device.1',
    wrap: (session) =>
      adding(
        session,
        placing(({ inReset }) => inReset),
      ),
  },
  {
    id: 'reset-queue-notifies',
    says: 'A queue in reset notifies at every rest.',
    source: 'ours',
    property: 'queue-reset/silence',
    clause: 'core.vqreset.device.1',
    wrap: (session) =>
      adding(session, ({ inReset }, done) =>
        done === undefined ? [...inReset.keys()].map((queue) => ({ kind: 'device.interrupts', queue })) : [],
      ),
  },
  {
    id: 'reset-queue-position-left',
    says: 'The used index of a queue enabled anew goes on where it was: its first used entries name no chain.',
    source: 'ours',
    property: 'queue-reset/anew',
    clause: 'core.vqreset.device.2',
    wrap: (session) =>
      adding(session, (_, done) =>
        done?.kind === 'driver.reenables' ? [{ kind: 'device.strays', queue: done.queue, head: 0, length: 0 }] : [],
      ),
  },
  {
    id: 'reset-queue-size-left',
    says: 'A queue enabled anew with another size wraps around by the one before.',
    source: 'ours',
    property: 'queue-reset/resized',
    clause: 'core.vqreset.device.3',
    wrap: (session) => {
      let used = 0
      let queue: QueueIndex = queueIndex(0)
      return adding(session, ({ chains }, done) => {
        if (done?.kind === 'driver.reenables') [used, queue] = [0, done.queue]
        if (done === undefined && chains.get(queue)?.length === 0) used++
        return used === 4 && done === undefined ? [{ kind: 'device.strays', queue, head: 0, length: 72 }] : []
      })
    },
  },
  {
    id: 'reset-queue-reselected',
    says: 'Under RSS a frame whose queue is in reset is placed in another queue.',
    source: 'ours',
    property: 'queue-reset/rss-drops',
    clause: 'net.rss.device.6',
    wrap: (session) =>
      adding(
        session,
        placing(({ chains }) => chains),
      ),
  },
  {
    id: 'reset-queues-wait',
    says: 'A frame that comes while all receive queues are in reset waits until one is enabled anew.',
    source: 'QEMU 7.2 to 11.1',
    property: 'queue-reset/automatic',
    clause: 'net.mq.device.10',
    wrap: (session) =>
      adding(session, (books, done) => (done === undefined ? placing(({ chains }) => chains)(books, done) : [])),
  },
]
