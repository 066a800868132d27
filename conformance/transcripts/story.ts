import type { ClauseId } from '../../model/clause/clause.ts'
import type { Terms } from '../../properties/terms.ts'
import type { DeviationFacts } from '../expectations/deviation.ts'
import { gistLine } from '../report/text.ts'
import type { SeededBug } from '../run/bugs.ts'
import { Judge } from '../run/ruling.ts'
import { type Court, courtWith } from '../subject/court.ts'
import type { JudgedSubject } from '../subject/judged-subject.ts'
import type { Trace } from '../trace/trace.ts'
import { printed } from '../trace/transcript.ts'

/** How a seeded bug dies: what it does, the clause it dies by, and its history made small. Throws a fault where it lives. */
export async function bugStory(bug: SeededBug, courts: readonly Court[], seed: number): Promise<string> {
  const court = courtWith(courts, bug.property)
  const { bugs } = await court.bugMatrix([bug], { seed, runs: 1000, stories: true })
  const [report] = bugs
  if (report?.story === undefined) throw new Error(`fault: ${bug.id} does not die by ${bug.clause}`)
  const source = bug.source === 'ours' ? '' : `Where it shipped: ${bug.source}.`
  return page(bug.says, source, bug.clause, report.story)
}

/** How a known deviation of a real target was found: what the target does, and its stored history as the standard judges it. */
export function deviationStory<T extends Terms>(
  deviation: Pick<DeviationFacts, 'name' | 'reason' | 'clause'>,
  { head, log }: Trace<T>,
  { model, speaker }: JudgedSubject<T>,
): string {
  const ruling = new Judge(model, head.config, []).rule(log)
  if (ruling.kind !== 'refused' && ruling.kind !== 'advised')
    throw new Error(`fault: the history of ${deviation.name} is allowed`)
  const { refusal, at } = ruling.finding
  const story = printed(log, speaker(), [{ at, text: `${refusal.clauses.join(', ')}: ${refusal.because}` }])
  return page(deviation.reason, `Seen on ${head.target.name} ${head.target.version}.`, deviation.clause, story)
}

function page(what: string, where: string, clause: ClauseId, story: readonly string[]): string {
  const lines = [what, ...(where === '' ? [] : [where]), '', `${clause}  ${gistLine(clause)}`, '', ...story]
  return `${lines.join('\n')}\n`
}
