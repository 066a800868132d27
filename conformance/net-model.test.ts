import { expect, test } from 'vitest'
import { featuresNamed } from '../model/feature/table.ts'
import { type NetRules, standardRules } from '../model/net/rules.ts'
import { netModel } from './net-model.ts'
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
