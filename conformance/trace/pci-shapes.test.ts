import { expect, test } from 'vitest'
import { queueIndex } from '../../model/kernel/brand.ts'
import { lavishLayout, scanOf } from '../../model/transport/pci/layout.ts'
import { standardRegisters } from '../../model/transport/pci/registers.ts'
import { pciReferenceConfig } from '../targets/pci-reference-config.ts'
import { pciNotation } from './pci-shapes.ts'
import { traceFormat } from './trace.ts'

const head = {
  suite: { name: 's', version: '1' },
  specification: 'virtio-v1.4-cs01',
  subject: 'pci',
  target: { name: 't', version: '1' },
  config: pciReferenceConfig,
  seed: 1,
  property: 'pci/window',
} as const

test('a history of a function is read as it was written', () => {
  const trace = {
    head,
    log: [
      { kind: 'driver.scans' },
      scanOf(lavishLayout(pciReferenceConfig)),
      { kind: 'driver.writes', register: 'queue_desc.high', value: 0xffff_ffff, through: 'window' },
      { kind: 'driver.peruses', offset: 6, length: 2, through: 'bar' },
      { kind: 'driver.resetsQueue', queue: queueIndex(1) },
      { kind: 'device.signals', vector: 3 },
      { kind: 'device.rests' },
    ],
  } as const
  expect(pciNotation.write(trace)).toContain(traceFormat)
  expect(pciNotation.read(pciNotation.write(trace))).toEqual(trace)
})

test('what is no action is said to be none', () => {
  const line = (action: object) =>
    `${pciNotation.write({ head, log: [] })}${JSON.stringify(action)}\n{"kind":"device.rests"}\n`
  expect(() =>
    pciNotation.read(line({ kind: 'driver.writes', register: 'num_queues', value: 1, through: 'bar' })),
  ).toThrow('line 2: register')
  expect(() => pciNotation.read(line({ kind: 'driver.kicks', queue: 1, through: 'door' }))).toThrow('line 2: through')
})

test('every register of the model has a name in a trace', () => {
  for (const register of Object.keys(standardRegisters))
    expect(pciNotation.action.fault({ kind: 'driver.reads', register, through: 'bar' })).toBeUndefined()
})
