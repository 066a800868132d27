import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { aptLines, aptOptions, mirrorIn, type Source, sources, suiteOf } from './unpack-qemu/suite.ts'
import { wrapper } from './unpack-qemu/wrapper.ts'

/**
 * Unpacks a newer QEMU than this machine's from Debian's packages, without installing anything, and prints the path of a program
 * that runs it, for `--option qemu=PATH`:
 *
 *     node --import tsx scripts/unpack-qemu.ts 10.0|11.1 [--cache DIR]
 *
 * Needs apt and dpkg, on x86-64. The mirror is the one that apt is set up with. A second call finds what the first one left.
 */

const usage = `usage: unpack-qemu.ts ${Object.keys(sources).join('|')} [--cache DIR]`

function run(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new Error(`${program} ${args.join(' ')}\nfailed: ${said || error}`)
  }
}

/** Downloads QEMU and all it depends on, and unpacks it into `tree`. */
function unpack(source: Source, tree: string): void {
  const apt = `${tree}.apt`
  for (const folder of [tree, apt]) rmSync(folder, { recursive: true, force: true })
  for (const folder of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(apt, folder), { recursive: true })
  const targets = run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE)', 'Created-By: Packages'])
  const mirror = mirrorIn(targets)
  if (mirror === undefined) throw new Error(`apt is set up with no mirror of Debian's main archive, only:\n${targets}`)
  writeFileSync(join(apt, 'sources.list'), aptLines(mirror, source))
  writeFileSync(join(apt, 'status'), '')
  const options = aptOptions(apt, source)
  run('apt-get', [...options, '--error-on=any', 'update'])
  run('apt-get', [...options, '--yes', '--download-only', 'install', 'qemu-system-x86'])
  const archives = join(apt, 'cache/archives')
  for (const name of readdirSync(archives).filter((one) => one.endsWith('.deb'))) {
    run('dpkg-deb', ['--extract', join(archives, name), tree])
  }
  rmSync(apt, { recursive: true })
}

/** The program of a version: unpacked now, or before. The folder gets its name when it is whole. */
function programOf(version: string, source: Source, cache: string): string {
  const folder = join(cache, `qemu-${version}`)
  const program = join(folder, 'qemu')
  if (existsSync(program)) return program
  const partial = `${folder}.${process.pid}`
  try {
    unpack(source, partial)
    const text = wrapper((path) => existsSync(join(partial, path)))
    writeFileSync(join(partial, 'qemu'), text, { mode: 0o755 })
    renameSync(partial, folder)
  } catch (error) {
    for (const left of [partial, `${partial}.apt`]) rmSync(left, { recursive: true, force: true })
    throw new Error(`QEMU ${version} from Debian ${suiteOf(source)}: ${error instanceof Error ? error.message : error}`)
  }
  return program
}

const home = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string', default: join(home, 'virtio-conformance') } },
})
const [version = ''] = positionals
const source = Object.hasOwn(sources, version) ? sources[version] : undefined
try {
  if (source === undefined || positionals.length !== 1) throw new Error(usage)
  const program = programOf(version, source, values.cache)
  console.log(program)
  console.log(run(program, ['--version']).split('\n')[0])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
