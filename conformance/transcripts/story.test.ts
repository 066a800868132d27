import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededBugs } from '../cli/project.ts'
import { thisProject } from '../cli/this-project.ts'
import { qemuVirtioNetDeviations } from '../expectations/qemu-virtio-net.ts'
import { qemuVirtioPciDeviations } from '../expectations/qemu-virtio-pci.ts'
import { expectationsFolder, storedText } from '../expectations/stored-history.ts'
import type { SeededBug } from '../run/bugs.ts'
import { courtOf } from '../subject/court.ts'
import { netJudged } from '../subject/net.ts'
import { pciJudged } from '../subject/pci.ts'
import { pciNotation } from '../trace/pci-shapes.ts'
import { readTrace } from '../trace/read.ts'
import { bugStory, deviationStory } from './story.ts'

const folder = import.meta.dirname
const isUpdate = process.env['VIRTIO_CONFORMANCE_UPDATE'] === '1'
const { courts } = thisProject

/** The bugs whose deaths are kept in print: one of each theme. */
const kept = [
  'reset-keeps-failed',
  'stale-after-reset',
  'acknowledged-early',
  'hash-config-key-ignored',
  'pci-notify-cap-short',
  'pci-vector-read-once',
  'pci-window-writes-lost',
  'engine-mask-ignored',
  'engine-slot-modulo',
]

/** What is stored under a name; written anew where that was asked for. */
function golden(name: string, story: string): string {
  const file = join(folder, name)
  if (isUpdate) writeFileSync(file, story)
  return readFileSync(file, 'utf8')
}

function bugNamed(id: string): SeededBug {
  const bug = seededBugs(thisProject).find((one) => one.id === id)
  if (bug === undefined) throw new Error(`fault: no bug is called ${id}`)
  return bug
}

describe('stories are told as they are stored; VIRTIO_CONFORMANCE_UPDATE=1 writes them anew', {
  timeout: 60_000,
}, () => {
  test.each(kept)('the bug %s', async (id) => {
    const story = await bugStory(bugNamed(id), courts, 1)
    expect(story).toBe(golden(`bug-${id}.txt`, story))
    expect(story).toContain(`^ ${bugNamed(id).clause}: `)
  })

  test.each(qemuVirtioNetDeviations)('the known deviation $name', (deviation) => {
    const story = deviationStory(
      deviation,
      readTrace(readFileSync(join(expectationsFolder, deviation.trace), 'utf8')),
      netJudged,
    )
    expect(story).toBe(golden(`${deviation.name}.txt`, story))
    expect(story).toContain(`\n${deviation.clause}  `)
  })

  test.each(qemuVirtioPciDeviations)('the known deviation $name of the PCI function', (deviation) => {
    const story = deviationStory(deviation, pciNotation.read(storedText(deviation.trace)), pciJudged)
    expect(story).toBe(golden(`${deviation.name}.txt`, story))
    expect(story).toContain(`\n${deviation.clause}  `)
  })

  test('no story is stored that nobody tells', () => {
    const deviations = [...qemuVirtioNetDeviations, ...qemuVirtioPciDeviations]
    const told = [...kept.map((id) => `bug-${id}.txt`), ...deviations.map(({ name }) => `${name}.txt`)]
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.txt'))
        .toSorted(),
    ).toEqual(told.toSorted())
  })
})

test('a bug that lives and a history that is allowed have no story', async () => {
  const harmless: SeededBug = { ...bugNamed('reset-keeps-failed'), target: async () => netJudged.reference() }
  const few = netJudged.properties.filter(({ id }) => id === harmless.property)
  const some = few.map((property) => ({ ...property, plan: () => fc.constant([{ kind: 'driver.resets' as const }]) }))
  await expect(bugStory(harmless, [courtOf({ ...netJudged, properties: some })], 1)).rejects.toThrow(
    'reset-keeps-failed does not die by core.reset.device.1',
  )
  const [deviation] = qemuVirtioNetDeviations
  if (deviation === undefined) throw new Error('fault: no deviation is known')
  const trace = readTrace(readFileSync(join(expectationsFolder, deviation.trace), 'utf8'))
  expect(() => deviationStory(deviation, { ...trace, log: [{ kind: 'device.rests' }] }, netJudged)).toThrow(
    `the history of ${deviation.name} is allowed`,
  )
})
