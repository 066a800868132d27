import fc from 'fast-check'
import { featuresNamed } from '../model/feature/table.ts'
import { common } from '../model/kernel/bits.ts'
import type { NetConfig } from '../model/net/config.ts'
import { offloadFeatures, offloadsOf } from '../model/net/offloads.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { arrive, type Intent } from './plans/traffic.ts'
import type { Property } from './property.ts'

/** What is negotiated: the command, and every receive offload that is offered. */
function features({ offered }: NetConfig) {
  const names = [...offloadFeatures.values()]
  const basis = ['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MAC', 'VIRTIO_NET_F_CTRL_VQ'] as const
  return common(offered, featuresNamed([...basis, 'VIRTIO_NET_F_CTRL_GUEST_OFFLOADS', ...names]))
}

const set = (offloads: readonly number[]): Intent => ({
  kind: 'command',
  command: { name: 'GUEST_OFFLOADS_SET', offloads },
})
const settled = (intents: readonly Intent[]): readonly ScriptStep[] => intents.flatMap((intent) => [intent, rest])

/** Any subset of what was negotiated can be set. */
const subset: Property = {
  id: 'offloads/subset',
  says: 'GUEST_OFFLOADS_SET is taken for every subset of the offloads that were negotiated, by the bits of the word and not of the features.',
  clauses: ['net.offloads.def.2', 'net.offloads.def.3'],
  needs: ['net', 'ctrl', 'guest-offloads'],
  plan: (config) =>
    frameIn(config.mac).chain((frame) =>
      fc
        .tuple(
          fc.array(fc.subarray([...offloadsOf(features(config))]), { minLength: 1, maxLength: 5 }),
          traffic(arrive(frame), { min: 1, max: 4 }),
        )
        .map(([all, groups]) =>
          script(opening(features(config)), stocked(1, 12), settled(all.map(set)), steps({ ...groups, width: 0 })),
        ),
    ),
}

/** Properties of the command for receive offloads. */
export const offloads: readonly Property[] = [subset]
