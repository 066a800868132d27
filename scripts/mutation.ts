/**
 * Mutation tests: Stryker over the model and the engine, and our own mutator for what Stryker leaves alone, constants and
 * rows of tables. Ends with 1 if the score of both is under the threshold.
 *
 *     npm run mutation                       what changed since the last run, from .mutation/
 *     npm run mutation -- --full             everything
 *     npm run mutation -- model/kernel/bits.ts …   these files only, with what survives
 *     --only stryker|constants               one of the two
 *     --budget SECONDS                       bounds each of the two; what is left over is said and stays for the next run
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMutated, ledgerOf, subjectsOf, tryMutants } from './mutation/constants.ts'
import { survivingKinds } from './mutation/kinds.ts'
import { parse, print } from './mutation/ledger.ts'
import { score } from './mutation/outcome.ts'
import { openRunner } from './mutation/runner.ts'
import { runStryker } from './mutation/stryker.ts'
import { type Findings, summary, totalOf } from './mutation/summary.ts'
import { constantFindings, strykerFindings } from './mutation/survey.ts'
import { readTree } from './tidy/tree.ts'

/** The score that both mutators together must reach, in per cent. */
const THRESHOLD = 85
const WORKERS = 2

const root = join(import.meta.dirname, '..')
const ledgerFile = join(root, '.mutation', 'constants.txt')
const survivorsFile = join(root, 'reports', 'mutation', 'survivors.txt')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    budget: { type: 'string', default: '600' },
  },
})
const isWanted = (path: string): boolean =>
  positionals.length === 0 || positionals.some((wanted) => path === wanted || path.startsWith(`${wanted}/`))

/** Whether the time is over, counted from now. */
function deadline(): () => boolean {
  const end = performance.now() + Number(values.budget) * 1000
  return () => performance.now() > end
}

async function constants(): Promise<Findings> {
  const known = parse(existsSync(ledgerFile) && !values.full ? readFileSync(ledgerFile, 'utf8') : '')
  const subjects = subjectsOf(readTree(), known)
  const wanted = subjects.filter((subject) => isWanted(subject.path))
  const firsts = Object.fromEntries(subjects.map((subject) => [subject.path, subject.first]))
  const runners = Array.from({ length: WORKERS }, () => openRunner(firsts))
  const broken = await tryMutants(wanted, runners, deadline())
  for (const runner of runners) runner.close()
  mkdirSync(dirname(ledgerFile), { recursive: true })
  writeFileSync(ledgerFile, print(ledgerOf(subjects)))
  for (const test of broken) console.log(`fails without a mutant: ${test}`)
  return constantFindings(wanted)
}

function stryker(): Findings | undefined {
  const subjects = readTree().flatMap(({ path }) => (isMutated(path) ? [path] : []))
  const files = positionals.length > 0 ? subjects.filter(isWanted) : []
  const result = runStryker({ full: values.full, files, subjects, isOver: deadline() })
  if (result === undefined) return undefined
  const { report, untried } = result
  if (untried.length > 0) console.log(`Stryker: time is over, not tried: ${untried.join(', ')}`)
  return strykerFindings(report, (path) => subjects.includes(path) && isWanted(path))
}

const ofCode = values.only === 'constants' ? [] : [stryker()]
const ofConstants = values.only === 'stryker' ? [] : [await constants()]
const findings = [...ofCode, ...ofConstants].filter((each) => each !== undefined)
const survivors = findings.flatMap((each) => each.survivors)
mkdirSync(dirname(survivorsFile), { recursive: true })
writeFileSync(survivorsFile, survivors.map((line) => `${line}\n`).join(''))
if (positionals.length > 0) for (const line of survivors) console.log(line)
console.log(summary(findings))
for (const [kind, count] of survivingKinds(survivors).slice(0, 12))
  console.log(`${String(count).padStart(6)} × ${kind}`)
const total = score(totalOf(findings))
console.log(
  `mutation score ${total.toFixed(1)} %, at least ${THRESHOLD} % (what survived: reports/mutation/survivors.txt)`,
)
const failed = ofCode.includes(undefined)
if (failed) console.log('Stryker did not finish: see above')
process.exit(failed || total < THRESHOLD ? 1 : 0)
