import { expect, test } from 'vitest'
import type { Entry } from '../../properties/target.ts'
import { netModel } from '../net-model.ts'
import { Judge } from '../run/ruling.ts'
import { netNotation } from '../trace/action-shapes.ts'
import { qemuHostileDeviations } from './qemu-hostile.ts'
import { storedText } from './stored-history.ts'

const { head, log } = netNotation.read(storedText('qemu-short-buffer-aborts.jsonl'))
const [deviation] = qemuHostileDeviations

function ruled(history: readonly Entry[]): string {
  const ruling = new Judge(netModel, head.config, qemuHostileDeviations).rule(history)
  if (ruling.kind === 'refused') return `refused by ${ruling.finding.refusal.clauses[0]}`
  return ruling.kind === 'explained' ? `explained by ${ruling.by.map(({ name }) => name).join(', ')}` : ruling.kind
}

test('the abort is explained in its trace, which is due', () => {
  expect(ruled(log)).toBe('explained by qemu-short-buffer-aborts')
  expect(head).toMatchObject({ clause: deviation?.clause, by: 'device', property: deviation?.property })
  expect(deviation?.due(log, head.config)).toBe(true)
  expect(deviation?.due([], head.config)).toBe(false)
})

test('another death is not, nor the same with a queue that was broken otherwise', () => {
  const dying = log.map((entry) => (entry.kind === 'device.fails' ? { ...entry, words: 'signal SIGSEGV' } : entry))
  expect(ruled(dying)).toBe('refused by house.device.answers')
  const long = log.map((entry): Entry => (entry.kind === 'driver.corrupts' ? { ...entry, how: 'long' } : entry))
  expect(ruled(long)).toBe('refused by house.device.answers')
  expect(deviation?.due(long, head.config)).toBe(false)
})

test('it is due where the buffer is the first, and nothing is merged', () => {
  const offering = log.flatMap((entry): readonly Entry[] =>
    entry.kind === 'driver.corrupts'
      ? [{ kind: 'driver.offers', queue: entry.queue, chain: entry.chain, lengths: [2048] }, entry]
      : [entry],
  )
  expect(deviation?.due(offering, head.config)).toBe(false)
})
