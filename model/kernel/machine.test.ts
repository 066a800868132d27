import { describe, expect, it } from 'vitest'
import { type Action, isReaction, isStimulus } from './machine.ts'

const reactions: readonly Action['kind'][] = ['device.uses', 'device.rests', 'backend.releases']
const stimuli: readonly Action['kind'][] = ['driver.offers', 'wire.arrives', 'pf.enables', 'vf.resets', 'time.passes']

describe('an action', () => {
  it.each(reactions)('%s is a reaction', (kind) => {
    expect(isReaction({ kind })).toBe(true)
    expect(isStimulus({ kind })).toBe(false)
  })

  it.each(stimuli)('%s is a stimulus', (kind) => {
    expect(isReaction({ kind })).toBe(false)
    expect(isStimulus({ kind })).toBe(true)
  })

  it('belongs to the party before the dot, whatever the verb', () => {
    expect(isReaction({ kind: 'driver.device.' })).toBe(false)
    expect(isReaction({ kind: 'wire.backend.' })).toBe(false)
  })
})
