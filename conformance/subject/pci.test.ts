import { expect, test } from 'vitest'
import { pciSubject } from '../../properties/pci/subject.ts'
import { knownTargets } from '../cli/known-targets.ts'
import { courts } from './index.ts'
import { pciJudged } from './pci.ts'

test('the PCI transport is a subject beside the network device', () => {
  expect(courts.find(({ name }) => name === 'pci')).toMatchObject({ properties: pciSubject.properties })
  expect(pciJudged.notation.subject).toBe('pci')
})

test('its reference is another device where a bug needs one', async () => {
  const reference = pciJudged.reference((config) => ({ ...config, vectors: 1 }))
  expect((await reference.capabilities()).config.vectors).toBe(1)
  expect((await pciJudged.reference().capabilities()).config.vectors).toBe(4)
})

test('deviations are known of targets that there are, of properties that there are', () => {
  const targets = knownTargets.map(({ name }) => name)
  expect(Object.keys(pciJudged.deviations).filter((name) => !targets.includes(name))).toEqual([])
  const properties = pciJudged.properties.map(({ id }) => id)
  for (const { property } of Object.values(pciJudged.deviations).flat()) expect(properties).toContain(property)
})

test('it speaks and counts', () => {
  expect(pciJudged.speaker()({ kind: 'device.rests' })).toBe('device rests')
  expect(pciJudged.gauge().counters()).toHaveProperty('scans')
})
