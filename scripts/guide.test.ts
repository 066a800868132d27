import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs', 'guide', 'test-your-device.md'), 'utf8')

/** The files that a page shows: blocks of code that name one. */
const files = new Map([...page.matchAll(/```ts (\S+)\n([\s\S]*?)```/g)].map(([, name = '', text = '']) => [name, text]))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guide-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Runs the page's test of the page's device, as it stands or altered; the package is the one of this tree. */
function run(alter: (text: string) => string = (text) => text) {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const [name, text] of files) {
    const here = alter(text).replace(/'virtio-conformance\/(\w+)'/g, (_, room) => `'${join(root, room, 'index.ts')}'`)
    writeFileSync(join(folder, name), here)
  }
  const words = ['--import', 'tsx', '--test', '--test-reporter', 'tap', join(folder, 'my-device.test.ts')]
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', env })
  const counted = (what: string) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1])
  return { status, stdout, pass: counted('pass'), fail: counted('fail'), skipped: counted('skipped') }
}

describe('docs/guide/test-your-device.md', { timeout: 120_000 }, () => {
  test('shows a test and a device', () => {
    expect([...files.keys()]).toEqual(['my-device.test.ts', 'my-device.ts'])
    expect(
      files
        .get('my-device.test.ts')
        ?.trim()
        .split('\n')
        .filter((line) => line !== ''),
    ).toHaveLength(4)
  })

  test('its device passes what it can be asked, and the rest is skipped with the reason', () => {
    const { status, stdout, pass, fail, skipped } = run()
    expect(stdout).toContain('# SKIP ctrl: no control queue yet')
    expect({ status, fail }).toEqual({ status: 0, fail: 0 })
    expect(pass).toBeGreaterThanOrEqual(4)
    expect(skipped).toBeGreaterThan(pass)
  })

  test('a device that states a wrong length fails by the clause, with a short history', () => {
    const { status, stdout } = run((text) =>
      text.replace('length, bytes: all })', 'length: length - 1, bytes: bytes(all.slice(0, -2)) })'),
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(/house\.frame\.whole broken by the device: /)
    expect(stdout).toMatch(/ring\/conservation, seed 1, run \d+:/)
    expect(stdout).toMatch(/> device\.uses \{"queue":0/)
  })
})
