import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import type { NetConfig } from '../model/net/config.ts'
import { rssConfig } from './plans/command.ts'
import { frameIn } from './plans/frame.ts'
import { accepting, opening, rest, script, steps, traffic } from './plans/script.ts'
import { smallOffer, smallStock } from './plans/small-buffer.ts'
import { arrive, command, pairBelow } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const MERGEABLE: readonly FeatureName[] = ['VIRTIO_NET_F_MRG_RXBUF']
/** Bytes of the header, without and with HASH_REPORT. */
const PLAIN = 12
const HASHED = 20

/** Frames and small buffers on the first pair. */
function spreading(
  config: NetConfig,
  names: readonly FeatureName[],
  stock: { readonly min: number; readonly max: number },
  size = 64,
): fc.Arbitrary<Plan> {
  return fc.tuple(frameIn(config.mac), smallStock(1, PLAIN, stock)).chain(([frame, buffers]) => {
    const intent = fc.oneof(
      { weight: 3, arbitrary: arrive(frame) },
      { weight: 3, arbitrary: smallOffer(pairBelow(1), PLAIN) },
    )
    return traffic(intent, { min: 4, max: 10 }).map((groups) =>
      script(opening(accepting(config, names), size), buffers, steps(groups)),
    )
  })
}

/** A frame that does not fit into one buffer lies in as many as it takes. */
const spread: Property = {
  id: 'mergeable/spread',
  says: 'With MRG_RXBUF a frame lies in as many buffers as num_buffers of its only header says, each full but the last, all of them used at once.',
  clauses: ['net.rxbuf.device.1', 'net.rx.device.5', 'net.rx.device.6', 'net.rx.device.7', 'net.rx.def.1'],
  needs: ['net', 'mergeable'],
  plan: (config) => spreading(config, MERGEABLE, { min: 8, max: 40 }),
}

/** Running out of buffers in the middle of a frame takes none away. */
const room: Property = {
  id: 'mergeable/room',
  says: 'With MRG_RXBUF a frame for which all buffers together do not suffice takes none of them away, however often that happens.',
  clauses: ['house.frame.lost', 'house.frame.whole', 'house.buffer.returned'],
  needs: ['net', 'mergeable'],
  plan: (config) =>
    fc.tuple(frameIn(config.mac), smallStock(1, PLAIN, { min: 1, max: 4 })).chain(([frame, buffers]) => {
      const intent = fc.oneof(
        { weight: 5, arbitrary: arrive(frame) },
        { weight: 2, arbitrary: smallOffer(pairBelow(1), PLAIN) },
      )
      return traffic(intent, { min: 10, max: 16 }).map((groups) =>
        script(opening(accepting(config, MERGEABLE), 8), buffers, steps(groups)),
      )
    }),
}

/** Hash and queue are those of the frame, wherever it lies. */
const steered: Property = {
  id: 'mergeable/steered',
  says: 'A frame in several buffers lies in the queue that RSS chooses and is reported with its hash, in the one header that it has.',
  clauses: ['net.hash-report.def.2', 'net.rss.device.5', 'net.rx.device.5'],
  needs: ['net', 'ctrl', 'rss', 'hash-report', 'mergeable'],
  plan: (config) =>
    fc
      .tuple(frameIn(config.mac), smallStock(config.maxPairs, HASHED, { min: 8, max: 14 }), command(rssConfig(config)))
      .chain(([frame, buffers, configure]) =>
        traffic(arrive(frame), { min: 4, max: 9 }).map((groups) =>
          script(
            opening(
              accepting(config, [...MERGEABLE, 'VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT']),
            ),
            buffers,
            [configure, rest],
            steps({ ...groups, width: 0 }),
          ),
        ),
      ),
}

/** Where it was not negotiated, a frame is in one buffer or nowhere. */
const single: Property = {
  id: 'mergeable/single',
  says: 'Without MRG_RXBUF a frame lies in one buffer, or nowhere where the next one is too small.',
  clauses: ['net.rxbuf.device.2'],
  needs: ['net'],
  plan: (config) => spreading(config, [], { min: 4, max: 12 }),
}

/** Properties of receive buffers that are merged. */
export const mergeable: readonly Property[] = [spread, room, steered, single]
