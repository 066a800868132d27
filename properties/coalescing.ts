import fc from 'fast-check'
import type { FeatureName } from '../model/feature/table.ts'
import { queueIndex } from '../model/kernel/brand.ts'
import type { NetConfig } from '../model/net/config.ts'
import type { CoalescingCommand, CoalescingParameters } from '../model/wire/control/coalescing.ts'
import { frameIn } from './plans/frame.ts'
import type { ScriptStep } from './plans/numbered.ts'
import { accepting, opening, rest, script, stocked } from './plans/script.ts'
import { arrive, type Intent, transmit } from './plans/traffic.ts'
import type { Plan, Property } from './property.ts'

const COALESCING: readonly FeatureName[] = [
  'VIRTIO_F_RING_RESET',
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_MQ',
  'VIRTIO_NET_F_NOTF_COAL',
  'VIRTIO_NET_F_VQ_NOTF_COAL',
]

/** Bytes of `struct virtio_net_ctrl_coal`. */
const PARAMETERS = 8

const parameters: fc.Arbitrary<CoalescingParameters> = fc.record({
  maxPackets: fc.oneof(fc.integer({ min: 2, max: 64 }), fc.nat(0xffff_ffff)),
  maxUsecs: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.nat(0xffff_ffff)),
})
const reserved = fc.oneof(fc.constant(0), fc.constantFrom(1, 0x8000, 0xffff))

const set = (command: CoalescingCommand): Intent => ({ kind: 'command', command })
const get = (queue: number, bits = 0): Intent => ({
  kind: 'command',
  command: { name: 'NOTF_COAL_VQ_GET', queue, reserved: bits },
  result: PARAMETERS,
})

const dataQueue = ({ maxPairs }: NetConfig): fc.Arbitrary<number> => fc.nat(2 * Math.min(maxPairs, 2) - 1)

/** A command that sets parameters of receive or transmit queues, or of one. */
function setting(config: NetConfig): fc.Arbitrary<Intent> {
  const all = fc.constantFrom('NOTF_COAL_TX_SET' as const, 'NOTF_COAL_RX_SET' as const)
  return fc.oneof(
    { weight: 1, arbitrary: fc.tuple(all, parameters).map(([name, values]) => set({ name, ...values })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(dataQueue(config), reserved, parameters)
        .map(([queue, bits, values]) => set({ name: 'NOTF_COAL_VQ_SET', queue, reserved: bits, ...values })),
    },
  )
}

const asking = (config: NetConfig): fc.Arbitrary<Intent> =>
  fc.tuple(dataQueue(config), reserved).map(([queue, bits]) => get(queue, bits))

const settled = (intents: readonly Intent[]): readonly ScriptStep[] => intents.flatMap((intent) => [intent, rest])

const opened = (config: NetConfig): readonly ScriptStep[] => opening(accepting(config, COALESCING))

/** What was set last counts. */
const lastSet: Property = {
  id: 'coalescing/last-set',
  says: 'VQ_GET answers with the parameters that were set last for the queue, whichever command set them, and no reserved bit matters.',
  clauses: ['net.coal.def.1', 'net.coal.device.1', 'net.coal.device.3'],
  needs: ['net', 'ctrl', 'notf-coal', 'vq-notf-coal'],
  plan: (config) =>
    fc
      .array(fc.oneof({ weight: 3, arbitrary: setting(config) }, { weight: 2, arbitrary: asking(config) }), {
        minLength: 5,
        maxLength: 14,
      })
      .map((intents) => script(opened(config), settled(intents), settled([0, 1, 2].map((queue) => get(queue))))),
}

/** Queues that there are not. */
const noQueue: Property = {
  id: 'coalescing/no-queue',
  says: 'VQ_SET and VQ_GET are answered with VIRTIO_NET_ERR for the control queue, for a queue in reset and for one that is not there.',
  clauses: ['net.coal.device.4'],
  needs: ['net', 'ctrl', 'vq-notf-coal'],
  plan(config) {
    const control = config.maxPairs * 2
    const bad = fc.constantFrom(control, control + 1, 0x7fff, 0xffff)
    const one = fc
      .tuple(bad, parameters, fc.boolean())
      .map(([queue, values, asks]) =>
        asks ? get(queue) : set({ name: 'NOTF_COAL_VQ_SET', queue, reserved: 0, ...values }),
      )
    const mixed = fc.oneof({ weight: 2, arbitrary: one }, { weight: 1, arbitrary: asking(config) })
    return fc.array(mixed, { minLength: 3, maxLength: 8 }).map((intents) => script(opened(config), settled(intents)))
  },
}

/** A queue enabled anew. */
const reenabled: Property = {
  id: 'coalescing/re-enabled',
  says: 'A queue that was reset and enabled anew has the parameters of the last TX_SET or RX_SET, or zero, whatever VQ_SET said.',
  clauses: ['net.coal.device.5', 'net.coal.device.6'],
  needs: ['net', 'ctrl', 'notf-coal', 'vq-notf-coal', 'queue-reset'],
  plan: (config) =>
    fc
      .tuple(
        fc.array(setting(config), { minLength: 0, maxLength: 4 }),
        fc.nat(1).map(queueIndex),
        parameters,
        fc.array(setting(config), { minLength: 0, maxLength: 2 }),
      )
      .map(([before, queue, values, after]) =>
        script(
          opened(config),
          settled(before),
          settled([set({ name: 'NOTF_COAL_VQ_SET', queue, reserved: 0, ...values })]),
          [{ kind: 'driver.resetsQueue', queue }, rest, { kind: 'driver.reenables', queue, size: 16 }, rest],
          settled([get(queue), ...after, get(queue)]),
        ),
      ),
}

/** Reset. */
const afterReset: Property = {
  id: 'coalescing/after-reset',
  says: 'After a reset of the device every queue’s parameters are 0.',
  clauses: ['net.coal.device.9'],
  needs: ['net', 'ctrl', 'notf-coal', 'vq-notf-coal'],
  plan: (config) =>
    fc
      .array(setting(config), { minLength: 1, maxLength: 4 })
      .map((intents) =>
        script(opened(config), settled(intents), opened(config), settled([0, 1, 2, 3].map((queue) => get(queue)))),
      ),
}

/** Packets while notifications may be held back, then parameters that hold nothing back. */
function heldThenNot(config: NetConfig, isTransmit: boolean): fc.Arbitrary<Plan> {
  const zeros = fc.constantFrom({ maxPackets: 0, maxUsecs: 7 }, { maxPackets: 9, maxUsecs: 0 })
  const name = isTransmit ? 'NOTF_COAL_TX_SET' : 'NOTF_COAL_RX_SET'
  return frameIn(config.mac).chain((frame) => {
    const packets = fc.array(isTransmit ? transmit(frame) : arrive(frame), { minLength: 1, maxLength: 4 })
    return fc.tuple(packets, zeros, fc.boolean()).map(([all, none, one]) => {
      const off: CoalescingCommand = one
        ? { name: 'NOTF_COAL_VQ_SET', queue: isTransmit ? 1 : 0, reserved: 0, ...none }
        : { name, ...none }
      return script(
        opened(config),
        stocked(1, 6),
        settled([set({ name, maxPackets: 1000, maxUsecs: 1_000_000 })]),
        [...all, rest],
        settled([set(off)]),
      )
    })
  })
}

/** What is held back is due once nothing may be. */
const changed: Property = {
  id: 'coalescing/changed',
  says: 'A notification that is held back is sent once the parameters change so that none may be.',
  clauses: ['net.coal.def.3'],
  needs: ['net', 'ctrl', 'notf-coal', 'vq-notf-coal', 'interrupts'],
  plan: (config) => fc.boolean().chain((isTransmit) => heldThenNot(config, isTransmit)),
}

/** Properties of notification coalescing. */
export const coalescing: readonly Property[] = [lastSet, noQueue, reenabled, afterReset, changed]
