import { expect, it } from 'vitest'
import { hashRuleOf } from './hash-rule.ts'
import { agreed, tcpFrame } from './live.fixture.ts'
import { standardRules } from './rules.ts'
import { defaultSetting } from './setting.ts'

it('reads a frame and hashes what was read, both with what is negotiated', () => {
  const device = agreed({ features: ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS'] })
  const features = device.life.phase === 'agreed' ? device.life.features : undefined
  const seen: unknown[] = []
  const rule = hashRuleOf(
    {
      ...standardRules,
      read: (...of) => {
        seen.push(of)
        return ['no-ip']
      },
      hashes: (...of) => {
        seen.push(of)
        return [{ report: 0 }]
      },
    },
    device,
    { ...defaultSetting, tunnels: 8 },
  )
  expect(rule(tcpFrame, 0x1ff)).toEqual([{ report: 0 }])
  expect(seen).toEqual([
    [tcpFrame, features, 8],
    [['no-ip'], 0x1ff, features],
  ])
})
