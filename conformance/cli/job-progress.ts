import cliProgress from 'cli-progress'
import type { Surroundings } from './surroundings.ts'

/** A line in which a worker process says that it is done with a property. */
const finishedLine = /^(?<id>[a-z0-9-]+\/[a-z0-9-]+): /

/** Tells how worker processes come along: a bar over all properties on a terminal, elsewhere a line for each that all have judged. */
export class JobProgress {
  private readonly said = new Map<string, number>()
  private readonly bar: cliProgress.SingleBar | undefined

  constructor(
    private readonly around: Pick<Surroundings, 'err' | 'stderr'>,
    private readonly jobs: number,
    properties: number,
  ) {
    if (around.stderr.isTTY !== true) return
    const format = `  {property} {bar} {percentage} % of ${properties} properties, by ${jobs} processes`
    this.bar = new cliProgress.SingleBar(
      { format, clearOnComplete: true, hideCursor: true, stream: around.stderr, barsize: 24 },
      cliProgress.Presets.rect,
    )
    this.bar.start(properties * jobs, 0, { property: '' })
  }

  /** A worker process wrote this line to its standard error. */
  heard(line: string): void {
    const id = finishedLine.exec(line)?.groups?.['id']
    if (id === undefined) return
    const times = (this.said.get(id) ?? 0) + 1
    this.said.set(id, times)
    if (this.bar !== undefined) this.bar.increment(1, { property: id })
    else if (times === this.jobs) this.around.err(`${id}: judged`)
  }

  /** Takes the bar away. */
  stop(): void {
    this.bar?.stop()
  }
}
