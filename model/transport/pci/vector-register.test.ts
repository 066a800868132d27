import { describe, expect, it } from 'vitest'
import { isMapped, loosened, mapped, unmapped, vectorsOf } from './mapping.ts'
import { judged, live, negotiated, reads, show, small, write } from './played.fixture.ts'
import { expectedVector } from './vector-register.ts'

const none = 0xffff
const on = [{ kind: 'driver.switchesMsix', on: true } as const, ...negotiated]
const config = (...values: readonly number[]) => values.flatMap((value) => reads('config_msix_vector', value))

describe('a vector register', () => {
  it('is NO_VECTOR after a reset', () => {
    expect(judged([...on, ...config(none)])).toBe('ok')
    expect(judged([...on, ...config(0)])).toBe('pci.msix.device.7')
    expect(judged([...live, { kind: 'driver.resets' }, show('device_status', 0), ...config(0)])).toBe(
      'pci.msix.device.7',
    )
  })

  it('shows what was mapped, or that it could not be', () => {
    const asked = [...on, write('config_msix_vector', 1)]
    expect(judged([...asked, ...config(1)])).toBe('ok')
    expect(judged([...asked, ...config(none)])).toBe('warns pci.msix.device.8')
    expect(judged([...asked, ...config(0)])).toBe('pci.msix.device.9')
    expect(judged([...asked, ...config(1, none)])).toBe('pci.msix.device.6')
    expect(judged([...asked, ...config(none, 1)])).toBe('pci.msix.device.6')
  })

  it('unmaps', () => {
    const asked = [...on, write('config_msix_vector', 1), ...config(1), write('config_msix_vector', none)]
    expect(judged([...asked, ...config(none)])).toBe('ok')
    expect(judged([...asked, ...config(1)])).toBe('pci.msix.device.5')
  })

  it('does not map what the table does not have', () => {
    expect(judged([...on, write('config_msix_vector', 2)])).toBe('warns pci.msix.driver.4')
    const asked = [...on, write('config_msix_vector', 2)]
    expect(judged([...asked, ...config(none)])).toBe('ok')
    expect(judged([...asked, ...config(2)])).toBe('pci.msix.device.2')
    expect(judged([...asked, ...config(1)])).toBe('pci.msix.device.9')
  })

  it('may take a vector or not while MSI-X is disabled', () => {
    const asked = [...negotiated, write('config_msix_vector', 1)]
    expect(judged([...asked, ...config(1)])).toBe('ok')
    expect(judged([...asked, ...config(none)])).toBe('ok')
    expect(judged([write('config_msix_vector', none)], { ...small, vectors: 0 })).toBe('pci.msix.driver.4')
  })
})

describe('a mapping', () => {
  it('names the vectors of its event', () => {
    expect(vectorsOf(unmapped)).toEqual([])
    expect(vectorsOf(mapped(1, 2, true))).toEqual([1])
    expect(vectorsOf(mapped(2, 2, true))).toEqual([])
    expect(vectorsOf(mapped(none, 2, true))).toEqual([])
    expect(vectorsOf({ kind: 'loose', vectors: [none, 1] })).toEqual([1])
  })

  it('binds once it was read back', () => {
    expect(isMapped(mapped(1, 2, true))).toBe(false)
    expect(isMapped({ kind: 'confirmed', vector: 1 })).toBe(true)
    expect(isMapped({ kind: 'confirmed', vector: none })).toBe(false)
  })

  it('may outlive the reset of its queue', () => {
    expect(loosened(unmapped)).toBe(unmapped)
    expect(expectedVector(loosened({ kind: 'confirmed', vector: 1 }), 'it').values).toEqual([none, 1])
    expect(expectedVector(loosened({ kind: 'confirmed', vector: 1 }), 'it').faults(0)[0]?.clauses).toEqual([
      'core.vqreset.device.2',
    ])
  })
})
