import type { ClauseId } from '../../model/clause/clause.ts'

/** A freedom that the standard leaves, or advice that it gives: what the two sides of it look like. */
interface Freedom {
  /** What a device does that makes use of the freedom, or follows the advice. */
  readonly taken: string
  readonly declined: string
}

/** The freedoms and pieces of advice of which both sides show from outside. */
export const freedoms = {
  'core.features.device.2': { taken: 'accepts a valid subset', declined: 'declines a valid subset' },
  'core.resfeat.device.2': { taken: 'declines without VERSION_1', declined: 'runs without VERSION_1' },
  'core.resfeat.device.4': { taken: 'declines without ACCESS_PLATFORM', declined: 'runs without ACCESS_PLATFORM' },
  'core.resfeat.device.5': { taken: 'declines without ORDER_PLATFORM', declined: 'runs without ORDER_PLATFORM' },
  'core.vq.def.1': { taken: 'uses a chain before an older one', declined: 'uses the oldest chain of several' },
  'split.notify.device.2': { taken: 'is silent where asked to be', declined: 'notifies all the same' },
  'net.mq.device.6': {
    taken: 'places a flow that was never transmitted beyond receiveq1',
    declined: 'places it in receiveq1',
  },
  'net.hash-report.def.3': { taken: 'reports NONE where a hash could be', declined: 'reports the hash' },
  'house.frame.lost': {
    taken: 'keeps a frame that found no room until there is some',
    declined: 'drops a frame that found no room',
  },
  'house.frame.foreign': { taken: 'pads a short frame', declined: 'places a short frame as it is' },
  'house.control.ack': { taken: 'takes a command that it need not take', declined: 'turns it down' },
} as const satisfies { readonly [Id in ClauseId]?: Freedom }

/** A clause that leaves a freedom, or gives advice, of which both sides show. */
export type FreedomId = keyof typeof freedoms

/** One use of a freedom that was seen. */
export interface Mark {
  readonly clause: FreedomId
  readonly taken: boolean
}

/** How often each side was seen. */
export type Marks = Readonly<Record<string, { readonly taken: number; readonly declined: number }>>

/** Adds marks up. */
export function counted(marks: readonly Mark[], before: Marks = {}): Marks {
  const sums: Record<string, { readonly taken: number; readonly declined: number }> = { ...before }
  for (const { clause, taken } of marks) {
    const { taken: yes, declined: no } = sums[clause] ?? { taken: 0, declined: 0 }
    sums[clause] = taken ? { taken: yes + 1, declined: no } : { taken: yes, declined: no + 1 }
  }
  return sums
}

/** Several counts as one. */
export function together(all: readonly Marks[]): Marks {
  const clauses = [...new Set(all.flatMap((marks) => Object.keys(marks)))]
  const sum = (clause: string, side: 'taken' | 'declined') =>
    all.reduce((total, marks) => total + (marks[clause]?.[side] ?? 0), 0)
  return Object.fromEntries(
    clauses.map((clause) => [clause, { taken: sum(clause, 'taken'), declined: sum(clause, 'declined') }]),
  )
}

/** Counts in print: a line a freedom that was met. */
export function markLines(marks: Marks): readonly string[] {
  const met = (Object.keys(freedoms) as readonly FreedomId[]).filter((id) => marks[id] !== undefined)
  if (met.length === 0) return []
  const line = (id: FreedomId) => {
    const { taken, declined } = marks[id] ?? { taken: 0, declined: 0 }
    const sides = [
      ...(taken > 0 ? [`${freedoms[id].taken} (${taken})`] : []),
      ...(declined > 0 ? [`${freedoms[id].declined} (${declined})`] : []),
    ]
    return `  ${id.padEnd(24)} ${sides.join('; ')}`
  }
  return ['where the text leaves a choice, this target', ...met.map(line), '']
}
