/** Logs at random: lawful ones, shown by the oracle's device itself, and ones that were tampered with. */
import type { Traits } from '../config.ts'
import { type Entry, laneOf } from './explanation.fixture.ts'
import {
  type Device,
  rested,
  type Side,
  type Sign,
  type Stimulus,
  shown,
  stimulated,
  type Table,
  unseen,
} from './steering-device.fixture.ts'

/** A number from 0 up to `below`, exclusive. */
export type Dice = (below: number) => number

/** How much may happen in a log. */
export interface Scope {
  readonly frames: number
  readonly buffers: number
  readonly commands: number
  /** Resets of a queue; each may be followed by its being enabled anew. */
  readonly resets?: number
}

/** The four tables of two entries over two queues. */
export const tables: readonly Table[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]

const side = (dice: Dice): Side => (dice(2) === 0 ? 0 : 1)
const pick = <One>(dice: Dice, all: readonly One[]): One | undefined => all[dice(all.length)]

/** Whether a queue is in reset at the end of a log. */
export const isShutIn = (log: readonly Entry[], queue: Side): boolean =>
  log.findLast((entry) => (entry.kind === 'resets' || entry.kind === 'reenables') && entry.queue === queue)?.kind ===
  'resets'

/** A queue is reset, or, if it is in reset, enabled anew. */
function doorMoved(dice: Dice, log: readonly Entry[]): Stimulus {
  const queue = side(dice)
  return { kind: isShutIn(log, queue) ? 'reenables' : 'resets', queue }
}

/** Whether the driver does nothing in a log that it must not: it offers to queues at work, resets those, and enables others. */
export const isLegal = (log: readonly Entry[]): boolean =>
  log.every((entry, at) => {
    if (entry.kind === 'offers' || entry.kind === 'resets') return !isShutIn(log.slice(0, at), entry.queue)
    return entry.kind !== 'reenables' || isShutIn(log.slice(0, at), entry.queue)
  })

/** The stimuli of a log, at random and in random order; chains and frames are numbered as they come. */
function stimuli(dice: Dice, scope: Scope): readonly Stimulus[] {
  const all: Stimulus[] = []
  const [frames, buffers, commands] = [dice(scope.frames + 1), dice(scope.buffers + 1), dice(scope.commands + 1)]
  const left = { frames, buffers, commands, resets: dice((scope.resets ?? 0) * 2 + 1) }
  for (let count = 0; left.frames + left.buffers + left.commands + left.resets > 0; count++) {
    const one = dice(left.frames + left.buffers + left.commands + left.resets)
    if (one < left.frames) all.push({ kind: 'arrives', frame: left.frames--, hash: side(dice) })
    else if (one < left.frames + left.buffers) {
      left.buffers--
      const queue = side(dice)
      if (!isShutIn(all, queue)) all.push({ kind: 'offers', chain: count, queue })
    } else if (one >= left.frames + left.buffers + left.commands) {
      left.resets--
      all.push(doorMoved(dice, all))
    } else {
      left.commands--
      all.push({ kind: 'commands', chain: count, table: pick(dice, tables) ?? [0, 0] })
    }
  }
  return all
}

/** A device at work under a harness that sees late what it shows. */
class Run {
  readonly log: Entry[] = []
  private readonly reports: [Sign[], Sign[], Sign[]] = [[], [], []]

  constructor(
    private readonly dice: Dice,
    private readonly traits: Traits,
    private device: Device,
  ) {}

  does(act: Stimulus): void {
    this.log.push(act)
    this.device = stimulated(this.device, act)
  }

  /** Something happens in the device or on the way of a report; answers whether anything could. */
  moves(): boolean {
    const hidden = unseen(this.device, this.traits)
    const visible = shown(this.device)
    const reports = this.reports.filter((lane) => lane.length > 0)
    const one = this.dice(hidden.length + visible.length + reports.length)
    const now = hidden[one]
    const seen = visible[one - hidden.length]
    if (now !== undefined) this.device = now
    else if (seen !== undefined) {
      this.device = seen.device
      this.reports[laneOf(seen.sign)].push(seen.sign)
    } else this.log.push(...(reports[one - hidden.length - visible.length]?.splice(0, 1) ?? []))
    return hidden.length + visible.length + reports.length > 0
  }

  rests(): void {
    const isQuiet = () => this.reports.every((lane) => lane.length === 0)
    for (let calm = rested(this.device, this.traits); ; calm = rested(this.device, this.traits)) {
      const chance = this.dice(3) > 0
      if (calm !== undefined && isQuiet() && (chance || !this.moves())) {
        const still = rested(this.device, this.traits)
        if (still === undefined || !isQuiet()) continue
        this.device = still
        this.log.push({ kind: 'rests' })
        return
      }
      this.moves()
    }
  }
}

/** A log that the device shows: stimuli, work, late reports and rests, as the dice fall. */
export function lawfulLog(dice: Dice, start: Device, traits: Traits, scope: Scope): readonly Entry[] {
  const run = new Run(dice, traits, start)
  for (const act of stimuli(dice, scope)) {
    for (let moves = dice(2) === 0 ? dice(10) : 0; moves > 0; moves--) run.moves()
    if (dice(5) === 0) run.rests()
    run.does(act)
  }
  run.rests()
  return run.log
}

/** A log with up to three things changed: an entry moved, left out, or put into another queue or chain. It still ends with a rest. */
export function tampered(dice: Dice, log: readonly Entry[]): readonly Entry[] {
  const entries = log.slice(0, -1)
  for (let changes = 1 + dice(3); changes > 0 && entries.length > 0; changes--) {
    const at = dice(entries.length)
    const [entry] = entries.splice(at, 1)
    if (entry === undefined || dice(4) === 0) continue
    entries.splice(dice(2) === 0 ? at : dice(entries.length + 1), 0, altered(dice, entry))
  }
  return [...entries, { kind: 'rests' }]
}

function altered(dice: Dice, entry: Entry): Entry {
  if (dice(2) === 0) return entry
  if (entry.kind === 'uses') return { ...entry, queue: side(dice), chain: entry.chain + dice(2) }
  if (entry.kind === 'arrives') return { ...entry, hash: side(dice) }
  if (entry.kind === 'commands') return { ...entry, table: pick(dice, tables) ?? entry.table }
  return entry.kind === 'offers' ? { ...entry, queue: side(dice) } : entry
}
