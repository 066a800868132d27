import { expect, test } from 'vitest'
import { netSubject } from '../../properties/net-subject.ts'
import { knownTargets } from '../cli/known-targets.ts'
import { courts } from './index.ts'
import { netJudged } from './net.ts'

test('the network device is the first subject, and what a trace is of that does not say it', () => {
  expect(courts[0]).toMatchObject({ name: 'net', properties: netSubject.properties, bugs: netSubject.bugs })
  expect(netJudged.notation.subject).toBe('net')
})

test('no two subjects have a name in common', () => {
  expect(new Set(courts.map(({ name }) => name)).size).toBe(courts.length)
})

test('deviations are known of targets that there are, of properties that there are', () => {
  const targets = knownTargets.map(({ name }) => name)
  expect(Object.keys(netJudged.deviations).filter((name) => !targets.includes(name))).toEqual([])
  const properties = netJudged.properties.map(({ id }) => id)
  for (const { property } of Object.values(netJudged.deviations).flat()) expect(properties).toContain(property)
})

test('its reference leaves to chance what the seed decides', () => {
  expect(netJudged.reference()).toMatchObject({ name: 'reference (eager)', seeded: true })
})
