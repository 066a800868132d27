import { describe, expect, it } from 'vitest'
import { isrValues, loosenedIsr, marked, quietIsr, readIsr, settledIsr } from './isr.ts'
import { judged, lined, live, reads, rest, uses } from './played.fixture.ts'

const isr = (value: number) => reads('isr_status', value)
const down = { kind: 'admin.links', up: false } as const

describe('ISR status while MSI-X is disabled', () => {
  it('reads 0 while nothing happened', () => {
    expect(judged([...lined, ...isr(0)])).toBe('ok')
    expect(judged([...lined, ...isr(1)])).toBe('pci.isr.device.5')
  })

  it('has the queue bit once a used buffer was notified of', () => {
    expect(judged([...lined, ...uses(0), ...isr(0)])).toBe('ok')
    expect(judged([...lined, ...uses(0), rest, ...isr(1)])).toBe('ok')
    expect(judged([...lined, ...uses(0), rest, ...isr(3)])).toBe('ok')
    expect(judged([...lined, ...uses(0), rest, ...isr(0)])).toBe('pci.isr.device.3')
  })

  it('has the configuration bit once a change was notified of', () => {
    expect(judged([...lined, down, rest, ...isr(2)])).toBe('ok')
    expect(judged([...lined, down, rest, ...isr(1)])).toBe('pci.isr.device.2')
  })

  it('is reset by a read', () => {
    const once = [...lined, ...uses(0), rest, ...isr(1)]
    expect(judged([...once, ...isr(0)])).toBe('ok')
    expect(judged([...once, ...isr(1)])).toBe('pci.isr.device.5')
  })

  it('may be set again by what happened beside the read', () => {
    const beside = [...lined, ...uses(0), ...isr(1)]
    expect(judged([...beside, ...isr(1)])).toBe('ok')
    expect(judged([...beside, rest, ...isr(0)])).toBe('ok')
    expect(judged([...beside, rest, ...isr(0), ...isr(1)])).toBe('pci.isr.device.5')
  })
})

describe('ISR status while MSI-X is enabled', () => {
  it('has the configuration bit before a change is signalled', () => {
    const told = [...live, down, { kind: 'device.signals', vector: 0 } as const, rest]
    expect(judged([...told, ...isr(2)])).toBe('ok')
    expect(judged([...told, ...isr(0)])).toBe('pci.isr.device.2')
  })

  it('says nothing of queues', () => {
    const told = [...live, ...uses(0), { kind: 'device.signals', vector: 1 } as const, rest]
    expect(judged([...told, ...isr(0)])).toBe('ok')
    expect(judged([...told, ...isr(1)])).toBe('ok')
  })
})

describe('an ISR status as far as it is known', () => {
  it('lists the likeliest value first', () => {
    expect(isrValues(quietIsr)).toEqual([0])
    expect(isrValues(marked(quietIsr, 'queue', true))).toEqual([1, 0, 3, 2])
    expect(isrValues(marked(quietIsr, 'queue', false))).toEqual([0, 1, 2, 3])
    expect(isrValues(settledIsr(marked(quietIsr, 'configuration', true)))).toEqual([2, 3])
  })

  it('is cleared by a read, and may outlive a reset', () => {
    const set = settledIsr(marked(quietIsr, 'queue', true))
    expect(isrValues(readIsr(set))).toEqual([0])
    expect(loosenedIsr(set)).toMatchObject({ queue: 'maybe', configuration: 'maybe', torn: false })
  })
})
