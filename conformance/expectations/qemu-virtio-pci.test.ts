import { describe, expect, test } from 'vitest'
import type { PciTerms } from '../../properties/pci/terms.ts'
import type { EntryOf } from '../../properties/terms.ts'
import { pciModel } from '../pci-model.ts'
import { Judge } from '../run/ruling.ts'
import { pciNotation } from '../trace/pci-shapes.ts'
import { qemuVirtioPciDeviations } from './qemu-virtio-pci.ts'
import { storedText } from './stored-history.ts'
import { isWithin } from './version.ts'

type Known = (typeof qemuVirtioPciDeviations)[number]
type Log = readonly EntryOf<PciTerms>[]

const traceOf = ({ trace }: Known) => pciNotation.read(storedText(trace))

/** What a log is found to be where these deviations are known. */
function ruled(log: Log, deviation: Known, known: readonly Known[] = qemuVirtioPciDeviations): string {
  const ruling = new Judge(pciModel, traceOf(deviation).head.config, known).rule(log)
  if (ruling.kind === 'refused') return `refused by ${ruling.finding.refusal.clauses[0]}`
  return ruling.kind === 'explained' ? `explained by ${ruling.by.map(({ name }) => name).join(', ')}` : ruling.kind
}

/** The log of a deviation with another value of `queue_size` at its end. */
const showing = (deviation: Known, value: number): Log =>
  traceOf(deviation).log.map((entry) =>
    entry.kind === 'device.shows' && entry.register === 'queue_size' ? { ...entry, value } : entry,
  )

function named(name: string): Known {
  const found = qemuVirtioPciDeviations.find((deviation) => deviation.name === name)
  if (found === undefined) throw new Error(`fault: no deviation is called ${name}`)
  return found
}

describe.each(qemuVirtioPciDeviations)('$name', (deviation) => {
  const { head, log } = traceOf(deviation)
  const others = qemuVirtioPciDeviations.filter((one) => one !== deviation)

  test('its trace says what it is: the target, a version in the range, property, clause and party', () => {
    const { property, clause, by } = deviation
    expect(head).toMatchObject({ target: { name: 'qemu-virtio-net' }, property, clause, by })
    expect(isWithin(head.target.version, deviation.versions)).toBe(true)
  })

  test('the standard refuses its trace by its clause, the others do not explain it, it does', () => {
    expect(ruled(log, deviation, [])).toBe(`refused by ${deviation.clause}`)
    expect(ruled(log, deviation, others)).toBe(`refused by ${deviation.clause}`)
    expect(ruled(log, deviation)).toBe(`explained by ${deviation.name}`)
  })

  test('its trace was such that it should have shown', () => {
    expect(deviation.due(log, head.config)).toBe(true)
    expect(deviation.due(log.slice(0, 1), head.config)).toBe(false)
  })
})

describe('a queue_select that is ignored', () => {
  const deviation = named('qemu-queue-select-ignored')

  test('shows the size of some queue, and no other', () => {
    expect(ruled(showing(deviation, 0), deviation)).toBe('accepted')
    expect(ruled(showing(deviation, 64), deviation)).toBe('explained by qemu-queue-select-ignored')
    expect(ruled(showing(deviation, 128), deviation)).toBe('refused by pci.common.device.14')
  })

  test('is one of 1024 or more', () => {
    const less = traceOf(deviation).log.map((entry) =>
      entry.kind === 'driver.writes' ? { ...entry, value: 1023 } : entry,
    )
    expect(ruled(less, deviation)).toBe('refused by pci.common.device.14')
    expect(deviation.due(less, traceOf(deviation).head.config)).toBe(false)
  })
})

describe('a size that comes back', () => {
  const deviation = named('qemu-size-back-after-queue-reset')

  test('is the one before the reset, or the largest, and no other', () => {
    expect(ruled(showing(deviation, 64), deviation)).toBe('accepted')
    expect(ruled(showing(deviation, 8), deviation)).toBe('refused by core.vqreset.device.2')
  })

  test('is not due where a size is written anew', () => {
    const { log, head } = traceOf(deviation)
    const write = { kind: 'driver.writes', register: 'queue_size', value: 8, through: 'bar' } as const
    const last = log.findLastIndex(({ kind }) => kind === 'driver.enables')
    expect(deviation.due([...log.slice(0, last), write, ...log.slice(last)], head.config)).toBe(false)
  })
})
