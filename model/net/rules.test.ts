import { expect, it } from 'vitest'
import { answerTo } from '../feature/negotiation.ts'
import { outcomeOf } from './control.ts'
import { reports } from './reporting.ts'
import { standardRules } from './rules.ts'
import { steer } from './steering.ts'

it('the standard rules are those written from the text', () => {
  expect(standardRules).toEqual({ steer, reports, answer: answerTo, outcome: outcomeOf })
})
