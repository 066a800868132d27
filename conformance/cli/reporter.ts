import cliProgress from 'cli-progress'
import type { PropertyFacts } from '../../properties/property.ts'
import { type Paint, paintFor, plain } from '../report/paint.ts'
import type { CheckReport, PropertyReport } from '../report/report.ts'
import { headLine, propertyLines, tailLines } from '../report/text.ts'
import type { Progress } from '../run/check.ts'
import type { Surroundings } from './surroundings.ts'

/** Tells of a check while it runs: a bar on a terminal, plain lines elsewhere; the text report as it comes. */
export class Reporter implements Progress {
  private readonly stories = new Map<PropertyReport, readonly string[]>()
  private readonly paint: Paint
  private bar: cliProgress.SingleBar | undefined

  constructor(
    private readonly around: Surroundings,
    /** Whether the text report goes to standard output. */
    private readonly prints: boolean,
  ) {
    this.paint = paintFor(around.stdout, around.environment)
  }

  head(report: Pick<CheckReport, 'suite' | 'specification' | 'target' | 'seed' | 'runs'>): void {
    if (this.prints) this.around.out(`${headLine(report)}\n`)
  }

  started(property: PropertyFacts, runs: number): void {
    if (this.around.stderr.isTTY !== true) return
    const format = `  ${property.id} {bar} {value} of {total} runs`
    this.bar = new cliProgress.SingleBar(
      { format, clearOnComplete: true, hideCursor: true, stream: this.around.stderr, barsize: 24 },
      cliProgress.Presets.rect,
    )
    this.bar.start(runs, 0)
  }

  ran(runs: number): void {
    this.bar?.update(runs)
  }

  finished(report: PropertyReport, story: readonly string[]): void {
    this.stop()
    this.stories.set(report, story)
    if (this.prints) for (const line of this.lines(report, this.paint)) this.around.out(line)
    else if (this.around.stderr.isTTY !== true) this.around.err(`${report.id}: ${report.verdict}, ${report.runs} runs`)
  }

  /** Takes the bar away. */
  stop(): void {
    this.bar?.stop()
    this.bar = undefined
  }

  tail(report: CheckReport, again: string): void {
    if (this.prints) for (const line of tailLines(report, again, this.paint)) this.around.out(line)
  }

  /** The whole text report, for a file. */
  text(report: CheckReport, again: string): string {
    const properties = report.properties.flatMap((property) => this.lines(property, plain))
    return [headLine(report), '', ...properties, ...tailLines(report, again, plain), ''].join('\n')
  }

  private lines(report: PropertyReport, paint: Paint): readonly string[] {
    const known = [...this.stories].find(([one]) => one.id === report.id && one.trace === report.trace)
    return propertyLines(report, known?.[1] ?? [], paint)
  }
}
