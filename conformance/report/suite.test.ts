import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot, specification, suite } from './suite.ts'

test('the root of the package is the folder of package.json above the program', () => {
  expect(packageRoot).toBe(dirname(dirname(import.meta.dirname)))
})

test('name and version are those of the package', () => {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
  expect(suite).toEqual({ name, version })
  expect(suite.name).toBe('virtio-conformance')
  expect(suite.version).toMatch(/^\d+\.\d+\.\d+/)
})

test('everything is judged by one edition of the specification', () => {
  expect(specification).toBe('virtio-v1.4-cs01')
})
