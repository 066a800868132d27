import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectationsFolder } from '../expectations/stored-history.ts'
import { specification } from '../report/suite.ts'
import { toyConfig } from '../run/toy/machine.fixture.ts'
import { pciNotation } from './pci-shapes.ts'
import { readTrace } from './read.ts'
import { type Trace, traceFormat } from './trace.ts'
import { tunNotation } from './tun-shapes.ts'
import { writeTrace } from './write.ts'

const stored = readdirSync(expectationsFolder).filter((file) => file.endsWith('.jsonl'))

test('the format is a promise: its name changes with its version only', () => {
  expect(traceFormat).toBe('virtio-conformance-trace/1')
})

test('there are stored traces', () => {
  expect(stored.length).toBeGreaterThanOrEqual(6)
})

test.each(stored)('%s is of the format, and is written as it was read', (file) => {
  const content = readFileSync(join(expectationsFolder, file), 'utf8')
  expect(content.startsWith(`{"format":"${traceFormat}",`)).toBe(true)
  const { subject = 'net' } = JSON.parse(content.slice(0, content.indexOf('\n')))
  const again: Readonly<Record<string, () => string>> = {
    net: () => writeTrace(readTrace(content)),
    pci: () => pciNotation.write(pciNotation.read(content)),
    tun: () => tunNotation.write(tunNotation.read(content)),
  }
  expect(again[subject]?.()).toBe(content)
})

test('the head comes first, its format first in it', () => {
  const trace: Trace = {
    head: {
      suite: { name: 'a', version: '1' },
      specification,
      target: { name: 'b', version: '2' },
      config: toyConfig,
      seed: 1,
      property: 'toy/offers',
    },
    log: [{ kind: 'device.rests' }],
  }
  const [head = '', ...actions] = writeTrace(trace).split('\n')
  expect(Object.keys(JSON.parse(head))).toEqual([
    'format',
    'suite',
    'specification',
    'target',
    'config',
    'seed',
    'property',
  ])
  expect(actions).toEqual(['{"kind":"device.rests"}', ''])
})
