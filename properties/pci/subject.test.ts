import { expect, test } from 'vitest'
import { pciReferenceTarget } from '../../conformance/targets/pci-reference.ts'
import { properties } from '../index.ts'
import { targetOf } from '../subject.ts'
import { pciProperties } from './properties.ts'
import { pciSubject } from './subject.ts'

test('a function is a part of a candidate', async () => {
  const reference = pciReferenceTarget()
  const candidate = pciSubject.candidate(reference)
  expect(candidate.parts?.pci?.open).toBe(reference.open)
  expect((await targetOf(pciSubject, candidate)?.capabilities())?.config.deviceId).toBe(1)
  expect(pciSubject.partOf({ name: 'no function', version: '1' })).toBeUndefined()
})

test('its properties are among all', () => {
  expect(properties).toEqual(expect.arrayContaining([...pciProperties]))
  expect(pciSubject.machine.name).toBe('virtio-pci')
})
