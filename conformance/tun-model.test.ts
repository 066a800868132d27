import { expect, it } from 'vitest'
import { standardTunRules } from '../model/tun/rules.ts'
import { tunModel } from './tun-model.ts'

it('is built of the rules of tun', () => {
  expect(tunModel.rules).toBe(standardTunRules)
  expect(tunModel.build(tunModel.rules).name).toBe('linux-tun')
})
