import fc from 'fast-check'
import { ringPosition } from '../model/kernel/brand.ts'
import { bothWays } from './plans/both-ways.ts'
import { nonsense, pairsSet } from './plans/command.ts'
import { accepting, opening, rest, script, steps, stocked, traffic } from './plans/script.ts'
import { command, doubtfulCommand, type Intent, notify, pairBelow } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const first = pairBelow(1)

/** Few buffers in a ring of some size, or as many as it has entries: a full ring is none that is broken. */
const stock = fc.oneof(
  { weight: 3, arbitrary: fc.record({ stock: fc.integer({ min: 0, max: 6 }), size: fc.constantFrom(8, 16, 64) }) },
  { weight: 1, arbitrary: fc.constantFrom(8, 16).map((size) => ({ stock: size, size })) },
)

/** Nothing is lost, doubled or made up, however few buffers there are. */
const conservation: Property = {
  id: 'ring/conservation',
  says: 'Every chain is used once, every frame that finds room is placed once and unaltered, and every frame handed over leaves once.',
  clauses: [
    'house.frame.lost',
    'house.frame.foreign',
    'house.chain.lost',
    'house.chain.foreign',
    'house.transmit.lost',
    'house.transmit.foreign',
    'house.device.healthy',
  ],
  needs: ['net'],
  plan: (config) =>
    fc
      .tuple(bothWays(config), stock)
      .chain(([intent, { stock, size }]) =>
        traffic(intent, { min: 5, max: 14 }).map((groups) =>
          script(opening(accepting(config, []), size), stocked(1, stock), steps(groups)),
        ),
      ),
}

/** The stated length is what was written. */
const honestLength: Property = {
  id: 'ring/honest-length',
  says: 'len of a used entry is what the device wrote: header and frame on receive, the acknowledgement on the control queue, nothing on transmit.',
  clauses: ['split.used.device.2', 'house.frame.whole'],
  needs: ['net', 'ctrl', 'mq'],
  plan: (config) =>
    fc.tuple(bothWays(config), fc.constant(command(pairsSet(config)))).chain(([intent, commands]) => {
      const all = fc.oneof({ weight: 4, arbitrary: intent }, { weight: 1, arbitrary: commands })
      const features = accepting(config, ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'])
      return traffic(all, { min: 4, max: 10 }).map((groups) => {
        return script(opening(features), stocked(config.maxPairs, 4), steps({ ...groups, width: 0 }))
      })
    }),
}

/** The device writes only where it may and while it may. */
const memory: Property = {
  id: 'ring/memory',
  says: 'The device writes to nothing but the used rings, where nothing changes that was seen as used, and buffers that are device-writable and not returned yet.',
  clauses: [
    'house.buffer.returned',
    'house.memory.foreign',
    'split.desc.device.1',
    'split.desc.device.4',
    'split.used.device.1',
  ],
  needs: ['net', 'memory-watch'],
  plan: (config) =>
    bothWays(config).chain((intent) =>
      traffic(intent, { min: 5, max: 14 }).map((groups) =>
        script(opening(accepting(config, ['VIRTIO_NET_F_CTRL_VQ'])), stocked(1, 8), steps(groups)),
      ),
    ),
}

/** A used buffer is announced, unless the driver asked for silence. */
const notification: Property = {
  id: 'ring/notification',
  says: 'A used buffer is followed by a notification where avail.flags is 0, and should not be where VIRTQ_AVAIL_F_NO_INTERRUPT is set.',
  clauses: ['split.notify.device.3', 'split.notify.device.2'],
  needs: ['net', 'interrupts'],
  plan: (config) =>
    bothWays(config).chain((intent) =>
      traffic(fc.oneof({ weight: 3, arbitrary: intent }, { weight: 1, arbitrary: notify(first) }), {
        min: 5,
        max: 12,
      }).map((groups) => script(opening(accepting(config, [])), stocked(1, 12), steps(groups))),
    ),
}

/** Positions run freely over 16 bits; the slot is the position modulo the size. */
const wrap: Property = {
  id: 'ring/wrap',
  says: 'Ring positions wrap from 65535 to 0 and nothing is lost or doubled there.',
  clauses: ['split.avail.def.1', 'house.chain.foreign'],
  needs: ['net', 'ring-position'],
  plan: (config) =>
    fc.tuple(bothWays(config), fc.integer({ min: 65524, max: 65535 })).chain(([intent, position]) =>
      traffic(intent, { min: 8, max: 16 }).map((groups): Plan => {
        const start = opening(accepting(config, []), 8, ringPosition(position))
        return script(start, stocked(1, 6), steps(groups))
      }),
    ),
}

/** The control queue stands behind all pairs that the numbering counts. */
const controlQueue: Property = {
  id: 'ring/control-queue',
  says: 'The control queue is queue 2·max_virtqueue_pairs where MQ or RSS is negotiated, else queue 2, and answers every command; without CTRL_VQ there is none.',
  clauses: ['net.vq.def.1', 'net.vq.def.2', 'house.control.ack'],
  needs: ['net', 'ctrl'],
  plan: (config) =>
    fc
      .tuple(
        fc.constantFrom(
          ['VIRTIO_NET_F_CTRL_VQ'] as const,
          ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ'] as const,
          ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS'] as const,
        ),
        fc.array(doubtfulCommand(nonsense), { minLength: 1, maxLength: 4 }),
        fc.array(doubtfulCommand(nonsense), { minLength: 1, maxLength: 4 }),
      )
      .map(([names, before, after]) => {
        const settled = (intents: readonly Intent[]) =>
          steps({ groups: intents.map((one) => [one]), racy: 0, width: 0 })
        return script(
          opening(accepting(config, names)),
          settled(before),
          opening(accepting(config, ['VIRTIO_NET_F_CTRL_VQ'])),
          settled(after),
          opening(accepting(config, [])),
          [rest],
          stocked(1, 2),
        )
      }),
}

/** Properties of the rings. */
export const ring: readonly Property[] = [conservation, honestLength, memory, notification, wrap, controlQueue]
