import { describe, expect, it } from 'vitest'
import { answerTo } from '../feature/negotiation.ts'
import { outcomeOf } from './control.ts'
import { hashesOfReadings } from './hash.ts'
import { rssConfig } from './live.fixture.ts'
import { reports } from './reporting.ts'
import { standardRules } from './rules.ts'
import { defaultSetting, type Setting } from './setting.ts'
import { steer } from './steering.ts'
import { readingsThrough } from './tunnel-reading.ts'

describe('the standard rules', () => {
  const rss = rssConfig([1])
  const setting: Setting = { ...defaultSetting, steering: { kind: 'rss', rss } }

  it('are those written from the text', () => {
    expect(standardRules).toMatchObject({
      read: readingsThrough,
      hashes: hashesOfReadings,
      steer,
      reports,
      answer: answerTo,
      outcome: outcomeOf,
    })
  })

  it('keep the setting after a refusal, and none after a reset', () => {
    expect(standardRules.afterRefusal(setting, rss)).toBe(setting)
    expect(standardRules.afterReset(setting)).toBe(defaultSetting)
  })
})
