import { closeSync, fstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { openNamelessFile } from './nameless-file.ts'

it('opens a file of zero bytes that has no name', () => {
  const file = openNamelessFile(4096)
  expect(fstatSync(file)).toMatchObject({ size: 4096, nlink: 0 })
  const [path] = readlinkSync(`/proc/self/fd/${file}`).split(' (deleted)')
  expect(readdirSync(dirname(dirname(path ?? '')))).not.toContain(
    dirname(path ?? '')
      .split('/')
      .at(-1),
  )
  closeSync(file)
})

it('opens a file of given contents, which /proc leads to', () => {
  const file = openNamelessFile(Uint8Array.of(1, 2, 3))
  expect([...readFileSync(`/proc/self/fd/${file}`)]).toEqual([1, 2, 3])
  closeSync(file)
})
