import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { allocation } from './allocation.ts'
import { comparisons } from './compare/index.ts'
import { machine } from './machine.ts'
import { measure } from './measure.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type Report, textOf } from './report.ts'
import { scaling } from './scaling.ts'
import { Twin } from './twin.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    times: { type: 'string', default: '200' },
    frames: { type: 'string', default: '10000000' },
    /** Says what to do in this process alone: a comparison by its id, `scaling` or `allocation`. */
    part: { type: 'string' },
  },
})
const rounds = Number(values.rounds)

/** Measures a comparison, then lets every variant answer; they must agree. */
async function compare(id: string): Promise<Outcome> {
  const make = comparisons[id]
  if (make === undefined) throw new RangeError(`there is no comparison '${id}'`)
  const started = Twin.start()
  const twin = typeof started === 'string' ? undefined : started
  const comparison = await make({ twin, times: Number(values.times) })
  // The twin gets its memory when it answers; the engine is measured first, alone in its process as a device mostly is.
  for (const variant of comparison.variants) if ('timed' in variant) await variant.answer()
  await measure(comparison, 3, 3)
  const measured = await measure(comparison, rounds, 3)
  const answers = await Promise.all(comparison.variants.map(async ({ answer }) => await answer()))
  await twin?.close()
  if (new Set(answers).size > 1) throw new Error(`${id}: the variants do not agree: ${answers.join(', ')}`)
  return outcomeOf(measured)
}

async function part(name: string): Promise<unknown> {
  if (name === 'scaling') return scaling(rounds)
  if (name === 'allocation') return await allocation(Number(values.frames))
  return await compare(name)
}

/** Does a part in a process of its own: what one device taught the compiler must not count for the next. */
function elsewhere<Result>(name: string): Result {
  process.stderr.write(`${name}\n`)
  const options = ['rounds', 'times', 'frames'].map((key) => `--${key}=${values[key as 'rounds']}`) // its own keys
  const args = [...process.execArgv, import.meta.filename, ...options, `--part=${name}`]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }))
}

async function everything(): Promise<Report> {
  const started = Twin.start()
  const compiler = typeof started === 'string' ? started : started.version
  if (typeof started !== 'string') await started.close()
  return {
    machine: machine(compiler),
    rounds,
    outcomes: Object.keys(comparisons).map((id) => elsewhere<Outcome>(id)),
    scaling: elsewhere('scaling'),
    allocation: elsewhere('allocation'),
  }
}

if (values.part !== undefined) process.stdout.write(JSON.stringify(await part(values.part)))
else {
  const report = await everything()
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'latest.json'), `${JSON.stringify(report, undefined, 2)}\n`)
  process.stdout.write(textOf(report))
}
