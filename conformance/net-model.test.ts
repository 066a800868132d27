import { expect, test } from 'vitest'
import { featuresNamed } from '../model/feature/table.ts'
import { type NetRules, standardRules } from '../model/net/rules.ts'
import { netProperties } from '../properties/net-properties.ts'
import type { Target } from '../properties/target.ts'
import { liftToTarget } from './driver/lift.ts'
import { check } from './index.ts'
import { netModel } from './net-model.ts'
import { engineTarget } from './targets/engine.ts'
import { referenceTarget } from './targets/reference.ts'
import { referenceConfig } from './targets/reference-config.ts'

/** MQ requires CTRL_VQ, so that this subset is not valid and must be declined. */
const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MQ'])

/** Whether a machine with these rules allows that FEATURES_OK stands, and that it does not. */
function answers(rules: NetRules): readonly boolean[] {
  const machine = netModel.build(rules)
  const asked = machine.effect(machine.initial(referenceConfig), { kind: 'driver.accepts', features })
  return [true, false].map((ok) => machine.step(asked, { kind: 'device.agrees', ok }).ok)
}

test('the network device under the rules of the standard', () => {
  expect(netModel.rules).toBe(standardRules)
  expect(netModel.build(netModel.rules).name).toBe('virtio-net')
  expect(answers(netModel.rules)).toEqual([false, true])
})

test('a rule that is given is the rule that holds', () => {
  expect(answers({ ...standardRules, answer: () => 'either' })).toEqual([true, true])
})

test('the freedoms that a target uses stand in its report, those of every property together', async () => {
  const some = netProperties.filter(({ id }) => id === 'negotiation/features-ok' || id === 'ring/conservation')
  const alone = await Promise.all(some.map((one) => check(referenceTarget('lazy'), { properties: [one], runs: 5 })))
  const both = await check(referenceTarget('lazy'), { properties: some, runs: 5 })
  const taken = (marks: typeof both.marks) => marks['core.features.device.2']?.taken ?? 0
  expect(taken(both.marks)).toBe(alone.reduce((sum, { marks }) => sum + taken(marks), 0))
  expect(alone.every(({ marks }) => taken(marks) > 0)).toBe(true)
  // The reference keeps what finds no room, the engine drops it.
  const room = async (target: Target) => {
    const ring = some.filter(({ id }) => id === 'ring/conservation')
    const { marks } = await check(target, { properties: ring, runs: 10 })
    const { taken: waited = 0, declined: dropped = 0 } = marks['house.frame.lost'] ?? {}
    return { waited: waited > 0, dropped: dropped > 0 }
  }
  expect(await room(referenceTarget('lazy'))).toEqual({ waited: true, dropped: false })
  expect(await room(liftToTarget(engineTarget()))).toEqual({ waited: false, dropped: true })
})
