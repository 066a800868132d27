import { describe, expect, test } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import type { Entry } from '../../properties/target.ts'
import { netModel } from '../net-model.ts'
import { Judge } from '../run/ruling.ts'
import { netNotation } from '../trace/action-shapes.ts'
import { qemuConfigurationDeviations } from './qemu-configuration.ts'
import { storedText } from './stored-history.ts'

type Known = (typeof qemuConfigurationDeviations)[number]

const traceOf = ({ trace }: Known) => netNotation.read(storedText(trace))

function named(name: string): Known {
  const found = qemuConfigurationDeviations.find((deviation) => deviation.name === name)
  if (found === undefined) throw new Error(`no deviation ${name}`)
  return found
}

function ruled(log: readonly Entry[], deviation: Known): string {
  const ruling = new Judge(netModel, traceOf(deviation).head.config, qemuConfigurationDeviations).rule(log)
  if (ruling.kind === 'refused') return `refused by ${ruling.finding.refusal.clauses[0]}`
  return ruling.kind === 'explained' ? `explained by ${ruling.by.map(({ name }) => name).join(', ')}` : ruling.kind
}

/** The stored log with another value of the last field that was read. */
function showing(deviation: Known, value: string): readonly Entry[] {
  const { log } = traceOf(deviation)
  const last = log.findLastIndex(({ kind }) => kind === 'device.shows')
  return log.map((entry, at) =>
    at === last && entry.kind === 'device.shows' ? { ...entry, value: bytes(value) } : entry,
  )
}

describe.each(qemuConfigurationDeviations)('$name', (deviation) => {
  test('explains its trace, which is due, by the clause it names', () => {
    const { log, head } = traceOf(deviation)
    expect(ruled(log, deviation)).toBe(`explained by ${deviation.name}`)
    expect(head).toMatchObject({ clause: deviation.clause, by: deviation.by, property: deviation.property })
    expect(deviation.due([], head.config)).toBe(false)
  })
})

test('mac is known to read as it was written, and as nothing else', () => {
  const deviation = named('qemu-mac-writable')
  expect(deviation.due(traceOf(deviation).log, traceOf(deviation).head.config)).toBe(true)
  expect(ruled(showing(deviation, '525400123456'), deviation)).toBe('accepted')
  expect(ruled(showing(deviation, '02bb00000002'), deviation)).toBe('refused by core.config.device.1')
})

test('the generation is known to stay where a command changed mac, and only there', () => {
  const deviation = named('qemu-generation-after-command')
  expect(ruled(showing(deviation, '01'), deviation)).toBe('accepted')
  const { log } = traceOf(deviation)
  const relinked = log.flatMap((entry): readonly Entry[] =>
    entry.kind === 'driver.commands' ? [{ kind: 'admin.links', up: false }, entry] : [entry],
  )
  expect(ruled(relinked, deviation)).toMatch(/^refused by /)
})
