import { expect, it } from 'vitest'
import { config } from './live.fixture.ts'
import { powerOn } from './state.ts'

it('a device after power-on is in reset, and nothing is enabled, on its way or asked', () => {
  expect(powerOn(config)).toEqual({
    config,
    life: { phase: 'reset' },
    isNew: true,
    agreed: [],
    rewritten: undefined,
    distress: 'none',
    notice: { owed: undefined, told: false },
    link: true,
    readings: undefined,
    linkSpeed: {},
    written: {},
    announcement: 'off',
    queues: [],
    setting: { steering: { kind: 'first' }, hashing: { kind: 'none' } },
    arriving: [],
    leaving: [],
    pending: [],
    question: undefined,
    past: {},
    gone: { dropped: [], withdrawn: [] },
    answered: false,
    transmitPairs: 1,
    flows: { known: [], fresh: [] },
  })
})
