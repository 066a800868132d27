import { describe, expect, it } from 'vitest'
import { queueIndex } from '../kernel/brand.ts'
import { faultsOfCompletion } from './completion.ts'
import { agreed, config, following, live, offers } from './live.fixture.ts'
import { powerOn } from './state.ts'

const entry = { queue: queueIndex(0), chain: 7 }

describe('faultsOfCompletion', () => {
  it('finds nothing in a used entry of an outstanding chain', () => {
    expect(faultsOfCompletion(following(live(), offers(0, 7)), entry)).toEqual([])
  })

  it('refuses a chain that is not outstanding on that queue', () => {
    const foreign = [
      { by: 'device', clauses: ['house.chain.foreign'], because: 'chain 7 is not outstanding on queue 0' },
    ]
    expect(faultsOfCompletion(live(), entry)).toEqual(foreign)
    expect(faultsOfCompletion(following(live(), offers(0, 6)), entry)).toEqual(foreign)
  })

  it('refuses a queue that is not there', () => {
    expect(faultsOfCompletion(live(), { queue: queueIndex(2), chain: 7 })[0]?.because).toBe(
      'chain 7 is not outstanding on queue 2',
    )
  })

  it('refuses any before DRIVER_OK, by the clause of the phase', () => {
    expect(faultsOfCompletion(powerOn(config), entry)).toEqual([
      { by: 'device', clauses: ['core.reset.device.2'], because: 'chain 7 of queue 0 is used in the phase reset' },
    ])
    expect(faultsOfCompletion(agreed(), entry)).toEqual([
      { by: 'device', clauses: ['core.status.device.1'], because: 'chain 7 of queue 0 is used in the phase agreed' },
    ])
  })
})
