import { type Finding, survey } from '../../model/kernel/accept.ts'
import { lackOfPart, targetOf } from '../../properties/subject.ts'
import type { Candidate } from '../../properties/target.ts'
import type { Terms } from '../../properties/terms.ts'
import type { CheckReport } from '../report/report.ts'
import { gistLine } from '../report/text.ts'
import { assemble } from '../run/assemble.ts'
import { expectedOf, failureStory, skipped } from '../run/check-part.ts'
import { propertyReport } from '../run/property-report.ts'
import { replay } from '../run/replay.ts'
import type { Trace } from '../trace/trace.ts'
import { printed } from '../trace/transcript.ts'
import type { StoredReplayOptions } from './court.ts'
import type { JudgedSubject } from './judged-subject.ts'

/** Drives the plan of a trace on a candidate; skips where that cannot be judged as the subject. */
export async function replayed<T extends Terms>(
  subject: JudgedSubject<T>,
  trace: Trace<T>,
  candidate: Candidate,
  { expected, expectations, finished }: StoredReplayOptions,
): Promise<CheckReport> {
  const { head } = trace
  const property = subject.properties.find(({ id }) => id === head.property) ?? {
    id: head.property,
    says: 'A stored trace.',
    clauses: head.clause === undefined ? [] : [head.clause],
  }
  const target = targetOf(subject, candidate)
  if (target !== undefined)
    return await replay(target, trace, {
      subject,
      property,
      deviations: expectedOf(subject, expected),
      expectations,
      finished: (report, failure) => finished(report, failure === undefined ? [] : failureStory(subject, failure)),
    })
  const report = propertyReport(property, skipped(lackOfPart(subject, candidate)), [], '')
  finished(report, [])
  const facts = { target: candidate, capabilities: { has: new Set<never>() }, seed: head.seed, runs: 1, expectations }
  return assemble({ ...facts, began: performance.now() }, [report], [])
}

/** Everything that the model refuses in a history. */
function findingsIn<T extends Terms>({ model }: JudgedSubject<T>, { head, log }: Trace<T>): readonly Finding[] {
  const machine = model.build(model.rules)
  return survey(machine, machine.initial(head.config), log)
}

/** A failure's history in print, as the check told it that found it. */
export function storyOf<T extends Terms>(subject: JudgedSubject<T>, trace: Trace<T>): readonly string[] {
  const broken = findingsIn(subject, trace).find(({ refusal }) => refusal.clauses[0] === trace.head.clause)
  return broken === undefined
    ? printed(trace.log, subject.speaker())
    : failureStory(subject, { finding: broken, log: trace.log })
}

/** A history in words, with what the model says of each entry. */
export function explained<T extends Terms>(subject: JudgedSubject<T>, trace: Trace<T>): readonly string[] {
  const { head, log } = trace
  const { speaker } = subject
  const findings = findingsIn(subject, trace)
  const remarks = findings.map(({ refusal, at }) => ({
    at,
    text: `${refusal.clauses.join(', ')} broken by the ${refusal.by}: ${refusal.because}`,
  }))
  const broken = [...new Set(findings.map(({ refusal }) => refusal.clauses[0]))]
  return [
    `${head.target.name} ${head.target.version}, property ${head.property}, seed ${head.seed}`,
    '',
    ...printed(log, speaker(), remarks),
    '',
    ...(broken.length === 0 ? ['The model allows this history.'] : broken.map((id) => `${id}  ${gistLine(id)}`)),
  ]
}
