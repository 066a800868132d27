import { describe, expect, it } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import type { ConfigField } from './config-field.ts'
import { faultsOfGeneration, nextGeneration, readingsWith } from './generation.ts'
import { live } from './live.fixture.ts'
import type { NetState } from './state.ts'

/** A device of which a field was read; `config_generation` as 255. */
const reads = (state: NetState, ...fields: readonly ConfigField[]): NetState =>
  fields.reduce((now, field) => withReadings(now, readingsWith(now, field, bytes('ff'))), state)
const withReadings = (state: NetState, readings: NetState['readings']): NetState => ({ ...state, readings })
const pulled = (state: NetState): NetState => ({ ...state, link: !state.link })
const isFree = (state: NetState) => faultsOfGeneration(state, bytes('ff')).length === 0

describe('config_generation', () => {
  it('is anything at first, and may stay while nothing is seen to change', () => {
    expect(faultsOfGeneration(live(), bytes('07'))).toEqual([])
    expect(readingsWith(live(), 'status', bytes('0100'))).toBeUndefined()
    const read = reads(live(), 'config_generation', 'status', 'mac')
    expect(isFree(read)).toBe(true)
    expect(nextGeneration(live())).toBe('00')
    expect(nextGeneration(read)).toBe('ff')
  })

  it('differs once a change was read, between two readings of it and behind one of the old state', () => {
    const seen = reads(pulled(reads(live(), 'config_generation', 'mac')), 'status')
    expect(faultsOfGeneration(seen, bytes('ff'))).toEqual([
      {
        by: 'device',
        clauses: ['core.config.def.1'],
        because: 'config_generation is still 255, and the configuration was seen to change since',
      },
    ])
    expect(faultsOfGeneration(seen, bytes('03'))).toEqual([])
    expect(nextGeneration(seen)).toBe('00')
    expect(isFree(reads(pulled(seen), 'status'))).toBe(false)
    expect(isFree(reads(seen, 'config_generation'))).toBe(true)
  })

  it('need not differ where the change was before, is not read, or comes before any field is read', () => {
    expect(isFree(reads(pulled(reads(live(), 'status')), 'config_generation', 'status'))).toBe(true)
    expect(isFree(pulled(reads(live(), 'config_generation', 'status')))).toBe(true)
    expect(isFree(reads(pulled(reads(live(), 'config_generation', 'status')), 'mac'))).toBe(true)
    expect(isFree(reads(pulled(reads(live(), 'config_generation')), 'status'))).toBe(true)
    expect(isFree(reads(pulled(pulled(reads(live(), 'config_generation', 'status'))), 'status'))).toBe(true)
  })
})
