import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { wrapper } from './wrapper.ts'

const qemu = 'usr/bin/qemu-system-x86_64'
const merged = 'usr/lib/x86_64-linux-gnu'
const split = 'lib/x86_64-linux-gnu'
const loader = 'ld-linux-x86-64.so.2'
const root = mkdtempSync(join(tmpdir(), 'wrapper '))
afterAll(() => rmSync(root, { recursive: true }))

/** Writes the wrapper of such a tree, with a loader that tells what it was given, and what it tells. */
function told(name: string, has: readonly string[]): string {
  const tree = join(root, name)
  for (const path of has.filter((one) => one.endsWith(loader))) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), '#!/bin/sh\necho "$0" "$@" "modules=$QEMU_MODULE_DIR"\n', { mode: 0o755 })
  }
  writeFileSync(
    join(tree, 'run'),
    wrapper((path) => has.includes(path)),
    { mode: 0o755 },
  )
  symlinkSync(join(tree, 'run'), join(root, `${name}.link`))
  return execFileSync(join(root, `${name}.link`), ['-accel', 'a b'], { encoding: 'utf8' }).replaceAll(tree, 'TREE')
}

const rest = `TREE/${qemu} -L TREE/usr/share/qemu -L TREE/usr/share/seabios -accel a b modules=TREE/${merged}/qemu\n`

test('the own loader runs the own program with the own libraries, through a link too', () => {
  expect(told('merged', [qemu, merged, `${merged}/${loader}`])).toBe(
    `TREE/${merged}/${loader} --library-path TREE/${merged} ${rest}`,
  )
})

test('a tree from before /usr was merged has its loader in /lib and libraries in both', () => {
  expect(told('split', [qemu, merged, split, `${split}/${loader}`])).toBe(
    `TREE/${split}/${loader} --library-path TREE/${merged}:TREE/${split} ${rest}`,
  )
})

test('a tree without program or loader is refused', () => {
  expect(() => wrapper(() => false)).toThrow(`${qemu} is missing`)
  expect(() => wrapper((path) => path === qemu)).toThrow(
    `${merged}/${loader} and ${split}/${loader} are missing: the packages hold no dynamic loader`,
  )
})
