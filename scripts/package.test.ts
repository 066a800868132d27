/** The package as others get it: built, unpacked beside its dependencies, type-checked against and run. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const { name, dependencies, files, bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const page = readFileSync(join(root, 'docs', 'guide', 'test-your-device.md'), 'utf8')

/** What a user might write with each entry point; it prints what it finds. */
const consumer = `
import { bytes, catalogue, netDevice, pci, toeplitz, wire, type Machine, type NetConfig } from '${name}/model'
import { forTarget, properties, TargetLost, type Candidate, type Session, type Target } from '${name}/properties'
import { open } from '${name}/engine'
import { check, exitStatus, liftToTarget, readTrace, transcript, writeTrace, type CheckReport } from '${name}/conformance'
import { myDevice } from './my-device.js'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
const key = hex('6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa')
const hash: number = toeplitz(key, hex('420995bba18e64500aea06e6'))

const machine = netDevice()
const { config }: { config: NetConfig } = await myDevice.capabilities()
const state = machine.initial(config)
const step = machine.step(state, { kind: 'driver.resets' })
const owed = step.ok ? machine.owed(step.state).map(({ clauses }) => clauses[0]) : []

const memory = new SharedArrayBuffer(1 << 16)
const device = open({ memory })
device.memory.guestView.setUint32(4096, 0x01020304)

const target: Target = myDevice
const candidate: Candidate = { name: 'a brick', version: '1', lacks: { net: 'net: no wire' } }
const report: CheckReport = await check(target, { runs: 4, seed: 7 })
const bricked = await check(candidate, { runs: 1 })
const session: Session = await target.open()

const mac = (text: string) => bytes(text)
const ethernet = wire.encodeEthernet({ destination: mac('525400000001'), source: mac('525400000002'), tags: [], etherType: 0x0800 })

console.log(JSON.stringify({
  hash,
  owed,
  enabled: step.ok ? machine.enabled(step.state).length : 0,
  machines: [machine, pci.pciFunction()].map((one: Pick<Machine<never, never, never>, 'name'>) => one.name),
  codecs: Object.keys(wire),
  header: Buffer.from(ethernet).toString('hex'),
  clauses: catalogue.size,
  shared: [...new Uint8Array(memory, 4096, 4)],
  queues: device.maxQueueSize(0),
  tests: forTarget(target).length,
  properties: properties.length,
  report: Object.keys(report),
  property: Object.keys(report.properties[0] ?? {}),
  status: exitStatus(report.summary, false),
  bricked: bricked.summary,
  settled: await session.settle(),
  functions: [liftToTarget, readTrace, writeTrace, transcript, TargetLost].map((one) => typeof one),
}))
`

let folder = ''
let home = ''
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const node = (...words: readonly string[]) => {
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env
  return spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', env })
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-test-'))
  home = join(folder, 'node_modules', name)
  mkdirSync(home, { recursive: true })
  const built = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', join(home, 'dist')], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(built.stdout).toBe('')
  for (const entry of ['package.json', ...files.filter((one: string) => one !== 'dist')])
    cpSync(join(root, entry), join(home, entry), { recursive: true })
  for (const one of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    const link = join(folder, 'node_modules', one)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', one), link)
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const [, file = '', text = ''] of page.matchAll(/```ts (\S+)\n([\s\S]*?)```/g))
    writeFileSync(join(folder, file), text.replace("'./my-device.ts'", "'./my-device.js'"))
  writeFileSync(join(folder, 'consumer.ts'), consumer)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('the package', { timeout: 120_000 }, () => {
  test('has the entry points and the program that it names', () => {
    const named = Object.values(exports).flatMap((entry) => Object.values(entry as object))
    for (const file of [...named, ...Object.values(bin)].map(String))
      expect(readdirSync(dirname(join(home, file))).map((one) => join(dirname(join(home, file)), one))).toContain(
        join(home, file),
      )
  })

  test('type-checks in strict code of others, and does what it promises', () => {
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023', '--types', 'node']
    const sources = ['consumer.ts', 'my-device.ts', 'my-device.test.ts']
    expect(node(tsc, ...options, ...sources).stdout).toBe('')
    const { stdout, stderr } = node('consumer.js')
    expect(stderr).toBe('')
    const found = JSON.parse(stdout)
    // Microsoft's RSS verification suite: 66.9.149.187:2794 to 161.142.100.80:1766 over TCP.
    expect(found.hash).toBe(0x51ccc178)
    expect(found.owed).toEqual(['house.device.answers'])
    expect(found.enabled).toBeGreaterThan(0)
    expect(found.machines).toHaveLength(2)
    expect(found.header).toBe('5254000000015254000000020800')
    expect(found.clauses).toBeGreaterThan(900)
    expect(found.shared).toEqual([1, 2, 3, 4])
    expect(found.queues).toBe(256)
    expect(found.tests).toBe(found.properties)
    expect(found.report).toEqual(
      'suite specification target seed runs durationMs expectations summary properties clauses marks survey'.split(' '),
    )
    expect(found.property).toEqual(
      expect.arrayContaining(['id', 'says', 'clauses', 'verdict', 'runs', 'durationMs', 'reached', 'deviations']),
    )
    expect(found.status).toBe(0)
    expect(found.bricked).toMatchObject({ pass: 0, fail: 0, skip: found.properties })
    expect(found.settled).toEqual([{ kind: 'device.rests' }])
    expect(found.functions).toEqual(Array(5).fill('function'))
  })

  test('exports every codec of the wire', () => {
    const sources = readdirSync(join(root, 'model', 'wire')).filter((file) => /^[^.]+\.ts$/.test(file))
    const codecs = sources.flatMap((file) =>
      [
        ...readFileSync(join(root, 'model', 'wire', file), 'utf8').matchAll(/^export function ((?:en|de)code\w+)/gm),
      ].map(([, codec]) => codec),
    )
    expect(codecs.length).toBeGreaterThan(20)
    const print = "import { wire } from 'virtio-conformance/model'; console.log(Object.keys(wire).join())"
    const exported = node('--input-type=module', '-e', print).stdout.trim().split(',')
    expect(codecs.filter((codec) => codec !== undefined && !exported.includes(codec))).toEqual([])
  })

  test('its guide’s device passes its guide’s tests', () => {
    const { status, stdout } = node('--test', '--test-reporter', 'tap', 'my-device.test.js')
    expect(stdout).toMatch(/^# fail 0$/m)
    expect(status).toBe(0)
  })

  test('its program runs', () => {
    const { status, stdout } = node(
      join(home, Object.values<string>(bin)[0] ?? ''),
      ...'check --runs 2 --seed 1 --json'.split(' '),
    )
    expect(JSON.parse(stdout).summary).toMatchObject({ fail: 0, inconclusive: 0 })
    expect(status).toBe(0)
  })
})
