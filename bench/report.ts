import type { Allocation } from './allocation.ts'
import type { Machine } from './machine.ts'
import type { Outcome, Ratio } from './outcome.ts'
import type { Scaling } from './scaling.ts'

/** Everything that one run of the bench found. */
export interface Report {
  readonly machine: Machine
  readonly rounds: number
  readonly outcomes: readonly Outcome[]
  readonly scaling: Scaling
  readonly allocation: Allocation
}

/** A ratio as people say it: how many times slower, or faster. */
function times(ratio: number): string {
  return ratio >= 1 ? `${ratio.toPrecision(3)} × the time` : `${(1 / ratio).toPrecision(3)} × faster`
}

function goal({ over, ratio, most, reached }: Ratio): string {
  return `${reached ? 'reached' : 'MISSED'}: ${times(ratio)} of ${over}, to reach ${times(most)}`
}

const millions = (nanoseconds: number): string => (1000 / nanoseconds).toPrecision(3)

/** A comparison as lines of a table in Markdown. */
function rows({ id, unit, times: found, engineOver }: Outcome): readonly string[] {
  return Object.entries(found).map(([name, time]) => {
    const over = engineOver[name]
    const cells = [id, name, time.toPrecision(3), millions(time), over === undefined ? '' : over.toPrecision(3)]
    return `| ${cells.join(' | ')} | ${unit} |`
  })
}

const series = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, ratio]) => `${name}: ${ratio.toPrecision(3)}`)
    .join(' · ')

/** The report in Markdown. */
export function textOf({ machine, rounds, outcomes, scaling, allocation }: Report): string {
  return [
    `${machine.processor}, ${machine.cores} cores; Node ${machine.node} (V8 ${machine.v8}); ${machine.compiler}.`,
    `Variants in turn, medians of ${rounds} rounds. Compare ratios: times are of a machine that others use too.`,
    '',
    '| comparison | variant | ns | million a second | engine over it | unit |',
    '|---|---|--:|--:|--:|---|',
    ...outcomes.flatMap(rows),
    '',
    ...outcomes.flatMap(({ id, goals }) => goals.map((one) => `- ${id} ${goal(one)}`)),
    `- a frame by idle queue pairs: ${series(scaling.idlePairs)}`,
    `- a frame by frames a run: ${series(scaling.framesARun)}`,
    `- heap over ${allocation.frames} frames: ${allocation.bytesPerFrame.toFixed(3)} bytes a frame, ${allocation.collections} collections`,
    '',
  ].join('\n')
}
