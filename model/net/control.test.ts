import { describe, expect, it } from 'vitest'
import { featuresNamed } from '../feature/table.ts'
import { bytes } from '../kernel/bytes.ts'
import type { ControlCommand } from '../wire/control-command.ts'
import { clauseOfSupport, outcomeOf, settingAfter, transmitPairsAfter } from './control.ts'
import { config, hashConfig, multiqueue, rssConfig } from './live.fixture.ts'
import { defaultSetting } from './setting.ts'

const pairsSet = (pairs: number) => ({ name: 'VQ_PAIRS_SET', pairs }) as const
const raw = (commandClass: number) =>
  ({ name: 'RAW', class: commandClass, command: 9, data: bytes('') }) as const satisfies ControlCommand

describe('a command that is no command', () => {
  it('may end either way, and cites no clause of the standard', () => {
    expect(outcomeOf(raw(1), featuresNamed(multiqueue), config)).toBe('either')
    expect(clauseOfSupport(raw(1), featuresNamed(multiqueue), config)).toBe('house.control.valid')
  })

  it('changes nothing where its class is unknown', () => {
    expect(settingAfter(defaultSetting, raw(0x77), false)).toBe(defaultSetting)
  })

  it('leaves open what its class could have changed', () => {
    const open = { steering: { kind: 'anywhere' }, hashing: { kind: 'anyhow' } }
    expect(settingAfter(defaultSetting, raw(4), false)).toEqual(open)
  })
})

describe('transmitPairsAfter', () => {
  it('takes queues away once the command is placed, and gives none', () => {
    expect(transmitPairsAfter(3, pairsSet(1), 'placed', 4)).toBe(1)
    expect(transmitPairsAfter(1, pairsSet(3), 'placed', 4)).toBe(1)
    expect(transmitPairsAfter(3, rssConfig([0], { maxTxVq: 2 }), 'placed', 4)).toBe(2)
  })

  it('gives what was asked for once it is acknowledged', () => {
    expect(transmitPairsAfter(1, pairsSet(3), 'acknowledged', 4)).toBe(3)
    expect(transmitPairsAfter(1, rssConfig([0], { maxTxVq: 2 }), 'acknowledged', 4)).toBe(2)
  })

  it('keeps within one and the pairs there are', () => {
    expect(transmitPairsAfter(2, pairsSet(0), 'acknowledged', 4)).toBe(1)
    expect(transmitPairsAfter(2, pairsSet(9), 'acknowledged', 4)).toBe(4)
  })

  it('is untouched by other commands', () => {
    expect(transmitPairsAfter(3, hashConfig(), 'acknowledged', 4)).toBe(3)
    expect(transmitPairsAfter(3, raw(4), 'placed', 4)).toBe(3)
  })
})
