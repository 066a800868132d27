import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { NetConfig } from '../model/net/config.ts'
import { pairsSet } from './plans/command.ts'
import { framed, framedTraffic, framing, packedSize, recut, someOf } from './plans/framing.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, type Groups, opening, script, steps, stocked, traffic } from './plans/script.ts'
import { command, type Intent } from './plans/traffic.ts'
import type { Property } from './property.ts'

const INDIRECT: FeatureName = 'VIRTIO_F_INDIRECT_DESC'
const PACKED: FeatureName = 'VIRTIO_F_RING_PACKED'
const CONTROL: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ']

/** Features that change how chains lie, and the header before a frame. */
const ringFeatures: readonly FeatureName[] = [
  INDIRECT,
  'VIRTIO_F_EVENT_IDX',
  'VIRTIO_F_IN_ORDER',
  'VIRTIO_NET_F_MRG_RXBUF',
  'VIRTIO_NET_F_HASH_REPORT',
]

/** A device of these features at work, on rings of this size: the parts of a script. */
const working = (
  config: NetConfig,
  names: readonly FeatureName[],
  size: number,
  groups: Groups,
): readonly (readonly ScriptStep[])[] => [
  opening(accepting(config, names), size),
  stocked(1, Math.min(4, size >> 1)),
  steps(groups),
]

/** Control commands are cut, too; the driver does that by their chain. */
const withCommands = (config: NetConfig, intent: fc.Arbitrary<Intent>): fc.Arbitrary<Intent> =>
  fc.oneof({ weight: 5, arbitrary: intent }, { weight: 1, arbitrary: framed(command(pairsSet(config))) })

/** The same bytes, whatever descriptors and rings hold them. */
const format: Property = {
  id: 'ring/format',
  says: 'What a device does depends on the bytes, and neither on how they are cut into descriptors nor on the format of the ring: the same traffic is treated alike on split rings and, cut otherwise, on packed ones.',
  clauses: ['split.framing.device.1', 'packed.sg.device.1'],
  needs: ['net', 'packed'],
  plan: (config) =>
    fc
      .tuple(framedTraffic(config), someOf(ringFeatures), packedSize, fc.boolean())
      .chain(([intent, names, size, first]) =>
        fc
          .tuple(
            traffic(withCommands(config, intent), { min: 3, max: 7 }),
            fc.array(framing, { minLength: 5, maxLength: 9 }),
          )
          .map(([groups, framings]) => {
            const split = working(config, [...CONTROL, ...names], 16, groups)
            const others = [...CONTROL, ...names, PACKED]
            const packed = working(config, others, size + 4, recut(groups, framings))
            return first ? script(...split, ...packed) : script(...packed, ...split)
          }),
      ),
}

/** Tables are followed as they are linked, and what stands before them counts. */
const indirect: Property = {
  id: 'ring/indirect',
  says: 'A chain may go on in a table of descriptors, behind others or alone, whose entries are followed by next; whether the table is marked WRITE does not count.',
  clauses: ['split.indirect.device.1', 'split.indirect.device.2', 'split.indirect.def.1'],
  needs: ['net', 'indirect'],
  plan: (config) =>
    framedTraffic(config).chain((intent) =>
      traffic(withCommands(config, intent), { min: 5, max: 12 }).map((groups) =>
        script(...working(config, [...CONTROL, INDIRECT], 16, groups)),
      ),
    ),
}

/** Properties of how bytes are cut into descriptors. */
export const framings: readonly Property[] = [format, indirect]
