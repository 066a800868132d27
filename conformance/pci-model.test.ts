import { expect, test } from 'vitest'
import { standardPciRules } from '../model/transport/pci/rules.ts'
import { pciModel } from './pci-model.ts'
import { pciReferenceConfig } from './targets/pci-reference-config.ts'

const uses = { kind: 'device.signals', vector: 0 } as const

test('the PCI transport under the rules of the standard', () => {
  const machine = pciModel.build(pciModel.rules)
  expect(pciModel.rules).toBe(standardPciRules)
  expect(machine.step(machine.initial(pciReferenceConfig), uses).ok).toBe(false)
})

test('a rule that is given is the rule that holds', () => {
  const machine = pciModel.build({ ...standardPciRules, signals: () => [] })
  expect(machine.step(machine.initial(pciReferenceConfig), uses).ok).toBe(true)
})
