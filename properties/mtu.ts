import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { pairIndex } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import { ETHERNET_HEADER_SIZE } from '../model/wire/ethernet.ts'
import { type Flow, flow, reversed } from './plans/flow.ts'
import { frameOf, PEER, plainShape } from './plans/frame.ts'
import { accepting, opening, rest, script, steps, traffic } from './plans/script.ts'
import { arrive, type FrameMaker, type Intent, transmit } from './plans/traffic.ts'
import type { Property } from './property.ts'

const features: readonly FeatureName[] = ['VIRTIO_NET_F_MTU']

/** Bytes of the longest frame whose length the plans try: a wire may not carry much more. */
const LONGEST = 9014

/** Bytes of the longest frame within `mtu`. */
const limitOf = ({ mtu = 1500 }: NetConfig): number => Math.min(mtu + ETHERNET_HEADER_SIZE, LONGEST)

/** Lengths about a limit, and now and then a shorter one; `beyond`: bytes that frames may be too long by. */
const sizes = (limit: number, beyond: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(limit - 14, limit - 5, limit - 1, limit, limit) },
    { weight: 2, arbitrary: fc.integer({ min: limit - 14, max: limit + beyond }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: limit }) },
  )

/** Frames of such lengths, made of a flow by its own way. */
const frames = (some: fc.Arbitrary<number>, made: (one: Flow, size: number) => FrameMaker): fc.Arbitrary<FrameMaker> =>
  fc.tuple(flow, some).map(([one, size]) => made(one, size))

/** What is too long for MTU does not come. */
const receives: Property = {
  id: 'mtu/receive',
  says: 'With MTU, a frame longer than mtu and an Ethernet header is not passed to the driver; one that is no longer is.',
  clauses: ['net.config.device.5'],
  needs: ['net', 'mtu'],
  plan: (config) => {
    const limit = limitOf(config)
    const shaped = (one: Flow, size: number) => (id: number) =>
      frameOf(one, { id, destination: config.mac, shape: { ...plainShape, size } })
    const buffers = Array.from(
      { length: 14 },
      (): Intent => ({ kind: 'offer', pair: pairIndex(0), lengths: [limit + 200] }),
    )
    return traffic(arrive(frames(sizes(limit, 100), shaped)), { min: 2, max: 6 }).map((groups) =>
      script(opening(accepting(config, features)), buffers, [rest], steps(groups)),
    )
  },
}

/** What is not too long for MTU leaves. */
const sends: Property = {
  id: 'mtu/transmit',
  says: 'With MTU, a frame no longer than mtu and an Ethernet header leaves whole.',
  clauses: ['net.config.device.6'],
  needs: ['net', 'mtu'],
  plan: (config) => {
    const shaped = (one: Flow, size: number) => (id: number) =>
      frameOf(reversed(one), { id, destination: PEER, source: config.mac, shape: { ...plainShape, size } })
    return traffic(transmit(frames(sizes(limitOf(config), 0), shaped)), { min: 2, max: 6 }).map((groups) =>
      script(opening(accepting(config, features)), steps(groups), [rest]),
    )
  },
}

/** Properties of the largest packet. */
export const mtu: readonly Property[] = [receives, sends]
