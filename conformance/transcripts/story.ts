import type { ClauseId } from '../../model/clause/clause.ts'
import type { Property } from '../../properties/property.ts'
import type { Deviation, NetModel } from '../expectations/deviation.ts'
import { gistLine } from '../report/text.ts'
import { bugMatrix, type SeededBug } from '../run/bugs.ts'
import { Judge } from '../run/ruling.ts'
import type { Trace } from '../trace/trace.ts'
import { transcript } from '../trace/transcript.ts'

/** What the stories of bugs are told by. */
export interface StoryOptions<State, Rules> {
  readonly model: NetModel<State, Rules>
  readonly properties: readonly Property[]
  readonly seed: number
}

/** How a seeded bug dies: what it does, the clause it dies by, and its history made small. Throws a fault where it lives. */
export async function bugStory<State, Rules>(bug: SeededBug, options: StoryOptions<State, Rules>): Promise<string> {
  const { bugs } = await bugMatrix([bug], { ...options, runs: 1000, stories: true })
  const [report] = bugs
  if (report?.story === undefined) throw new Error(`fault: ${bug.id} does not die by ${bug.clause}`)
  const source = bug.source === 'ours' ? '' : `Where it shipped: ${bug.source}.`
  return page(bug.says, source, bug.clause, report.story)
}

/** How a known deviation of a real target was found: what the target does, and its stored history as the standard judges it. */
export function deviationStory<State, Rules>(
  deviation: Pick<Deviation<State, Rules>, 'name' | 'reason' | 'clause'>,
  { head, log }: Trace,
  model: NetModel<State, Rules>,
): string {
  const ruling = new Judge(model, head.config, []).rule(log)
  if (ruling.kind !== 'refused' && ruling.kind !== 'advised')
    throw new Error(`fault: the history of ${deviation.name} is allowed`)
  const { refusal, at } = ruling.finding
  const story = transcript(log, [{ at, text: `${refusal.clauses.join(', ')}: ${refusal.because}` }])
  return page(deviation.reason, `Seen on ${head.target.name} ${head.target.version}.`, deviation.clause, story)
}

function page(what: string, where: string, clause: ClauseId, story: readonly string[]): string {
  const lines = [what, ...(where === '' ? [] : [where]), '', `${clause}  ${gistLine(clause)}`, '', ...story]
  return `${lines.join('\n')}\n`
}
