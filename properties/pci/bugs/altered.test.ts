import { expect, test } from 'vitest'
import { pciReferenceTarget } from '../../../conformance/targets/pci-reference.ts'
import { pciReferenceConfig } from '../../../conformance/targets/pci-reference-config.ts'
import { read, write } from '../plan.ts'
import { alteredPci, misread, ours } from './altered.ts'
import { pciBugs } from './index.ts'

const selects = write('queue_select', 3)
const reads = read('queue_select')

test('an altered session shows something else, or nothing', async () => {
  const session = await pciReferenceTarget().open()
  const silent = alteredPci(session, () => () => [])
  expect(await silent.perform(selects)).toEqual([])
  expect(await silent.perform(reads)).toEqual([])
  expect(await silent.perform({ kind: 'driver.offers', queue: 9 as never })).toBe('skipped')
  await silent.drain()
  expect(silent.diagnostics()).toBe('the reference under the policy eager')
  await silent.close()
})

test('what does not reach the device has no effect', async () => {
  const deaf = alteredPci(
    await pciReferenceTarget().open(),
    () => (entry) => [entry],
    ({ kind }) => kind === 'driver.writes',
  )
  await deaf.perform(selects)
  expect(await deaf.perform(reads)).toEqual([{ kind: 'device.shows', register: 'queue_select', value: 0 }])
})

test('a misread register shows another value, any other the right one', async () => {
  const bug = misread(ours('x', 'pci/window', 'pci.cfgaccess.device.3', 'It lies.'), 'queue_select', () => 7)
  const session = bug.wrap(await pciReferenceTarget().open(), pciReferenceConfig)
  await session.perform(selects)
  expect(await session.perform(reads)).toEqual([{ kind: 'device.shows', register: 'queue_select', value: 7 }])
  expect(await session.perform(read('num_queues'))).toEqual([
    { kind: 'device.shows', register: 'num_queues', value: 5 },
  ])
  expect(bug.source).toBe('ours')
})

test('the list holds every theme', () => {
  const themes = ['pci/capabilities', 'pci/queue-size', 'pci/queue-reset', 'pci/messages', 'pci/window']
  expect([...new Set(pciBugs.map(({ property }) => property))]).toEqual(expect.arrayContaining(themes))
})
