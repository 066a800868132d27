/** Network devices in states that tests begin from; only tests use it. */
import { type FeatureName, featuresNamed } from '../feature/table.ts'
import { union } from '../kernel/bits.ts'
import { pairIndex, queueIndex } from '../kernel/brand.ts'
import { type Bytes, bytes } from '../kernel/bytes.ts'
import type { Refusal } from '../kernel/machine.ts'
import type { HashConfigCommand, RssConfigCommand } from '../wire/control-command.ts'
import type { DeviceUses, DriverOffers, DriverTransmits, NetAction, WireArrives } from './action.ts'
import { anyTraits, type NetConfig, type Traits } from './config.ts'
import { netDevice } from './device.ts'
import { controlQueueOf } from './numbering.ts'
import type { NetRules } from './rules.ts'
import { type NetState, powerOn } from './state.ts'

/** What the devices of the tests offer: four pairs, tables of 128 entries, keys of 40 bytes, every hash type. */
export const config: NetConfig = {
  offered: featuresNamed([
    'VIRTIO_F_VERSION_1',
    'VIRTIO_F_EVENT_IDX',
    'VIRTIO_F_IN_ORDER',
    'VIRTIO_F_RING_PACKED',
    'VIRTIO_NET_F_MAC',
    'VIRTIO_NET_F_CTRL_VQ',
    'VIRTIO_NET_F_MQ',
    'VIRTIO_NET_F_RSS',
    'VIRTIO_NET_F_HASH_REPORT',
  ]),
  maxPairs: 4,
  mac: bytes('525400123456'),
  maxKeySize: 40,
  maxTableLength: 128,
  hashTypes: 0x1ff,
  traits: anyTraits,
}

/** The state after these actions; throws where one is refused. */
export function following(state: NetState, ...actions: readonly NetAction[]): NetState {
  const machine = netDevice()
  return actions.reduce((now, action) => {
    const step = machine.step(now, action)
    if (!step.ok) throw new Error(`${action.kind} is refused: ${step.refusal.because}`)
    return step.state
  }, state)
}

/** Why an action is refused; `undefined` where it is not. */
export function refusalOf(state: NetState, action: NetAction, rules?: NetRules): Refusal | undefined {
  const step = netDevice(rules).step(state, action)
  return step.ok ? undefined : step.refusal
}

/** What a device is made of. */
export interface Making {
  /** Accepted beside VERSION_1; offered too, whatever {@link config} offers. */
  readonly features?: readonly FeatureName[]
  /** Entries of each ring. */
  readonly size?: number
  readonly traits?: Partial<Traits>
  readonly maxPairs?: number
}

/** A device that agreed to features, before DRIVER_OK. */
export function agreed({ features = [], traits = {}, maxPairs = 4 }: Making = {}): NetState {
  const accepted = featuresNamed(['VIRTIO_F_VERSION_1', ...features])
  return following(
    powerOn({ ...config, offered: union(config.offered, accepted), maxPairs, traits: { ...anyTraits, ...traits } }),
    { kind: 'driver.accepts', features: accepted },
    { kind: 'device.agrees', ok: true },
  )
}

/** A live device with empty queues. */
export function live(making: Making = {}): NetState {
  return following(agreed(making), { kind: 'driver.starts', size: making.size ?? 8 })
}

/** All that the control queue is for here. */
export const multiqueue: readonly FeatureName[] = ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS']
/** And the hash in the header. */
export const reporting: readonly FeatureName[] = [...multiqueue, 'VIRTIO_NET_F_HASH_REPORT']

/** `device.rests`. */
export const rests: NetAction = { kind: 'device.rests' }

/** A receive buffer. */
export const offers = (queue: number, chain: number, ...lengths: readonly number[]): DriverOffers => ({
  kind: 'driver.offers',
  queue: queueIndex(queue),
  chain,
  lengths: lengths.length === 0 ? [2048] : lengths,
})

/** A frame from the driver. */
export const transmits = (queue: number, chain: number, frame: number, content: Bytes): DriverTransmits => ({
  kind: 'driver.transmits',
  queue: queueIndex(queue),
  chain,
  frame,
  bytes: content,
  cuts: [],
})

/** A frame from the wire. */
export const arrives = (frame: number, content: Bytes): WireArrives => ({ kind: 'wire.arrives', frame, bytes: content })

/** A used entry whose length is that of its bytes. */
export const uses = (queue: number, chain: number, content = ''): DeviceUses => ({
  kind: 'device.uses',
  queue: queueIndex(queue),
  chain,
  length: content.length / 2,
  bytes: bytes(content),
})

/** The header of 12 bytes that a device without offloads writes: `num_buffers` is 1. */
export const header12 = '000000000000000000000100'

/** The header of 20 bytes: the same, then `hash_value`, `hash_report`, padding, little-endian. */
export function header20(report = 0, value = 0): string {
  const hashValue = Buffer.alloc(4)
  hashValue.writeUInt32LE(value)
  return `${header12}${hashValue.toString('hex')}${report.toString(16).padStart(2, '0')}000000`
}

const ethernet = '525400123456020000000001'

/** A frame of 54 bytes: TCP over IPv4, 66.9.149.187:2794 to 161.142.100.80:1766, of Microsoft's verification suite. */
export const tcpFrame = bytes(
  `${ethernet}0800450000280001000040060000420995bba18e64500aea06e600000001000000005010ffff00000000`,
)
/** Its published hashes under {@link microsoftKey}: over the addresses, and with the ports. */
export const ADDRESSES_HASH = 0x323e8fc2
export const PORTS_HASH = 0x51ccc178

/** A frame that is no IP: no hash fits it. `size` bytes, the last eight of them the id. */
export function plainFrame(id: number, size = 64): Bytes {
  return bytes(`${ethernet}88b5`.padEnd(size * 2 - 8, 'a') + id.toString(16).padStart(8, '0'))
}

/** The key of Microsoft's verification suite, 40 bytes. */
export const microsoftKey = bytes('6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa')

/** An RSS configuration that is valid on the device: these pairs as the table, all hash types. */
export function rssConfig(table: readonly number[], change: Partial<RssConfigCommand> = {}): RssConfigCommand {
  return {
    name: 'RSS_CONFIG',
    hashTypes: 0x1ff,
    mask: table.length - 1,
    unclassified: pairIndex(0),
    table: table.map(pairIndex),
    maxTxVq: 4,
    key: microsoftKey,
    ...change,
  }
}

/** A hash configuration that is valid on the device. */
export const hashConfig = (change: Partial<HashConfigCommand> = {}): HashConfigCommand => ({
  name: 'HASH_CONFIG',
  hashTypes: 0x1ff,
  key: microsoftKey,
  ...change,
})

/** A command's acknowledgement on a control queue. */
export const acknowledges = (chain: number, ack: number, queue = 8): NetAction => ({
  kind: 'device.acknowledges',
  queue: queueIndex(queue),
  chain,
  length: 1,
  bytes: bytes(ack.toString(16).padStart(2, '0')),
})

/** A command takes effect, or is turned down, unseen. */
export const applies = (chain: number, accepted = true): NetAction => ({ kind: 'device.applies', chain, accepted })

/** A command from its offer to the acknowledgement with OK and the notification of it. */
export function configured(state: NetState, command: Parameters<typeof commands>[1], chain = 900): NetState {
  const queue = controlQueueOf(state)
  const interrupts: NetAction = { kind: 'device.interrupts', queue }
  return following(state, commands(chain, command), applies(chain), acknowledges(chain, 0, queue), interrupts)
}

/** A command on the control queue. */
export const commands = (
  chain: number,
  command: Extract<NetAction, { kind: 'driver.commands' }>['command'],
): NetAction => ({ kind: 'driver.commands', chain, command })
