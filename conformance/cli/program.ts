import { Command, CommanderError, Option } from 'commander'
import { TargetLost } from '../../properties/target.ts'
import { suite } from '../report/suite.ts'
import { Interrupted } from '../run/judge.ts'
import { type BugFlags, bugsCommand } from './bugs-command.ts'
import { type CheckFlags, checkCommand } from './check-command.ts'
import { type CoverageFlags, coverageCommand } from './coverage-command.ts'
import { explainCommand } from './explain-command.ts'
import { many, reportFlag, reportFormats, secondsGiven, seed, shard, wholeNumber } from './flags.ts'
import { listCommand } from './list-command.ts'
import type { Project } from './project.ts'
import { type ReplayFlags, replayCommand } from './replay-command.ts'
import type { Surroundings } from './surroundings.ts'
import { targetsCommand } from './targets-command.ts'
import { UsageError } from './usage-error.ts'

/**
 * Runs a command line; the exit status: 0 all is well, 1 something was found, 2 the command line or a file is wrong, 3 the target
 * could not be started or was lost, 130 interrupted.
 */
export async function run(words: readonly string[], project: Project, around: Surroundings): Promise<number> {
  let status = 0
  const program = build(project, around, (code) => {
    status = code
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return status
  } catch (error) {
    return statusOf(error, around)
  }
}

function statusOf(error: unknown, around: Surroundings): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) {
    around.err(`error: ${error.message}`)
    return 2
  }
  if (error instanceof TargetLost) {
    around.err(`error: ${error.message}`)
    return 3
  }
  if (error instanceof Interrupted) return 130
  throw error
}

type Done = (status: number) => void

function build(project: Project, around: Surroundings, done: Done): Command {
  const program = new Command(suite.name)
    .description(
      'Judges virtio network devices by an executable reference of virtio 1.4, and names the clause that is broken.',
    )
    .version(suite.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.out(text.trimEnd()),
      // One line: what is wrong, and what would be right.
      writeErr: (text) => around.err(text.trimEnd().replaceAll('\n', ' ')),
    })
  addCheck(program, project, around, done)
  addReplay(program, project, around, done)
  addBugs(program, project, around, done)
  program
    .command('coverage')
    .description('which clauses a property names, which a seeded bug dies by, which are exempt, and which are open')
    .option('--area <name>', 'only this area of the catalogue', many, [])
    .option('--clause <id>', 'only this clause; * stands for anything', many, [])
    .option('--json', 'as JSON', false)
    .action(async (flags: CoverageFlags) => done(await coverageCommand(project, flags, around)))
  program
    .command('list')
    .description('list the properties, clauses, targets or bugs')
    .argument('[what]', 'properties, clauses, targets or bugs', 'properties')
    .option('--json', 'as JSON', false)
    .action((what: string, flags: { json: boolean }) => done(listCommand(project, what, flags, around)))
  program
    .command('targets')
    .description('which targets there are, what each needs, and whether it can run here')
    .option('--json', 'as JSON', false)
    .action(async (flags: { json: boolean }) => done(await targetsCommand(project, flags, around)))
  program
    .command('explain')
    .description('a clause, a property or a trace in words: what, why, who')
    .argument('<id>', 'the id of a clause or a property, or the file of a trace')
    .action((id: string) => done(explainCommand(project, id, around)))
  return program
}

const anySeed = () => Math.floor(Math.random() * 0x7fff_ffff)

const targetOption = () => new Option('--option <key=value>', 'a setting of the target').argParser(many).default([])
const reportOption = () =>
  new Option('--report <format[=file]>', `${reportFormats.join(', ')}; on standard output unless a file is given`)
    .argParser(reportFlag)
    .default([])
const expectationsOption = () =>
  new Option('--expectations <file>', 'which known deviations are expected, or `none`; all unless given')

function addCheck(program: Command, project: Project, around: Surroundings, done: Done): void {
  program
    .command('check')
    .description('judge a target by every property')
    .option('--target <name>', 'the target', 'engine')
    .addOption(targetOption())
    .option('--property <id>', 'only this property; * stands for anything', many, [])
    .option('--clause <id>', 'only properties that name this clause; * stands for anything', many, [])
    .option('--runs <n>', 'runs a property', wholeNumber(1), 100)
    .option('--seed <n>', 'reproduces a run exactly; drawn and printed unless given', seed)
    .option('--strict', 'a SHOULD that is not followed fails', false)
    .addOption(expectationsOption())
    .addOption(reportOption())
    .option('--json', 'the JSON report on standard output', false)
    .option('--traces <dir>', 'where traces of failures are kept', 'traces')
    .option('--shard <i/n>', 'only part I of N of the runs', shard)
    .option(
      '--jobs <n>',
      'so many worker processes that share the runs; as many as there are cores for 400 runs or more of engine and reference',
      wholeNumber(1),
    )
    .option('--timeout <s>', 'bounds one property, in seconds', secondsGiven)
    .option('--bail', 'stop after the first property that fails', false)
    .action(async (flags: Omit<CheckFlags, 'seed'> & { readonly seed?: number }) =>
      done(await checkCommand(project, { ...flags, seed: flags.seed ?? anySeed() }, around)),
    )
}

function addReplay(program: Command, project: Project, around: Surroundings, done: Done): void {
  program
    .command('replay')
    .description('drive the plan in a trace once more and judge what comes of it')
    .argument('<trace>', 'the file of a trace')
    .option('--target <name>', 'the target; the one that the trace was found on unless given')
    .addOption(targetOption())
    .option('--strict', 'a SHOULD that is not followed fails', false)
    .addOption(expectationsOption())
    .addOption(reportOption())
    .option('--json', 'the JSON report on standard output', false)
    .action(async (file: string, flags: ReplayFlags) => done(await replayCommand(project, file, flags, around)))
}

function addBugs(program: Command, project: Project, around: Surroundings, done: Done): void {
  program
    .command('bugs')
    .description('the matrix of seeded bugs and properties: who kills what, after how many runs, by which clause')
    .option('--target <name>', 'lay the reaction bugs over this target')
    .addOption(targetOption())
    .option('--bug <id>', 'only this bug; * stands for anything', many, [])
    .option('--runs <n>', 'runs after which a bug counts as alive', wholeNumber(1), 1000)
    .option('--seed <n>', 'reproduces the matrix exactly; 1 unless given', seed, 1)
    .option(
      '--seeds <n>',
      'so many seeds, that one and those after it: runs under each, and the median',
      wholeNumber(1),
      1,
    )
    .option('--json', 'as JSON', false)
    .action(async (flags: BugFlags) => done(await bugsCommand(project, flags, around)))
}
