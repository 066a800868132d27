import { match, P } from 'ts-pattern'
import { statusBits } from '../../feature/negotiation.ts'
import { noFeatures } from '../../kernel/bits.ts'
import type { DeviceReveals, DeviceShows, DriverEnables, DriverWrites, QueueAddress } from './action.ts'
import { configurationRead, generationShown } from './generation.ts'
import { readIsr } from './isr.ts'
import { mapped } from './mapping.ts'
import type { PciQueue } from './queue.ts'
import { acceptedFeatures } from './registers.ts'
import { type PciState, selectedQueue, withPciQueue } from './state.ts'

/** The state with the selected queue changed. */
function withSelected(state: PciState, change: (queue: PciQueue) => PciQueue): PciState {
  const queue = selectedQueue(state)
  if (queue === 'unknown' || queue === undefined) return state
  return withPciQueue(state, state.selects.queue_select ?? 0, change)
}

/** A register was written. */
export function written(state: PciState, { register, value, through }: DriverWrites): PciState {
  const others = state.doubted.filter((name) => name !== register)
  const next = { ...state, doubted: through === 'window' ? [...others, register] : others }
  const vector = mapped(value, state.config.vectors, state.msix)
  return match(register)
    .returnType<PciState>()
    .with('device_feature_select', 'driver_feature_select', 'queue_select', (name) => ({
      ...next,
      selects: { ...next.selects, [name]: value },
    }))
    .with('device_status', () => ({ ...next, status: value, proposed: isProposal(state, value) }))
    .with('driver_feature', () => ({
      ...next,
      accepted: { ...next.accepted, [next.selects.driver_feature_select ?? 0]: value },
    }))
    .with('config_msix_vector', () => ({ ...next, configVector: vector }))
    .with('queue_msix_vector', () => withSelected(next, (queue) => ({ ...queue, vector })))
    .with('queue_size', () => withSelected(next, (queue) => ({ ...queue, size: value })))
    .with(P.string, (half: QueueAddress) =>
      withSelected(next, (queue) => ({ ...queue, addresses: { ...queue.addresses, [half]: value } })),
    )
    .exhaustive()
}

/** FEATURES_OK is set by this write. */
const isProposal = ({ status, proposed }: PciState, value: number): boolean =>
  proposed || (value & ~status & statusBits.FEATURES_OK) !== 0

/** A queue was set up and enabled; where its rings lie only the session knows. */
export function enabledQueue(state: PciState, { queue }: DriverEnables): PciState {
  const doubted = state.doubted.filter((name) => name !== 'queue_select')
  const selected = { ...state, doubted, selects: { ...state.selects, queue_select: queue } }
  return withPciQueue(selected, queue, (found) => ({ ...found, enabled: true, addresses: {}, waiting: 0, due: 0 }))
}

/** A register showed a value. */
export function shown(state: PciState, { register, value }: DeviceShows): PciState {
  const confirmed = { kind: 'confirmed', vector: value } as const
  return match(register)
    .returnType<PciState>()
    .with('device_status', () => statusShown(state, value))
    .with('config_msix_vector', () => ({ ...state, configVector: confirmed }))
    .with('queue_msix_vector', () => withSelected(state, (queue) => ({ ...queue, vector: confirmed })))
    .with('config_generation', () => ({ ...state, generation: generationShown(state.generation, value) }))
    .with('isr_status', () => ({ ...state, isr: readIsr(state.isr) }))
    .otherwise(() => state)
}

function statusShown(state: PciState, value: number): PciState {
  if (!state.proposed) return state
  const stands = (value & statusBits.FEATURES_OK) !== 0
  const features = stands ? acceptedFeatures(state) : noFeatures
  return { ...state, proposed: false, features, status: stands ? state.status : state.status & ~statusBits.FEATURES_OK }
}

/** Bytes of the configuration were read. */
export function revealed(state: PciState, { offset, bytes }: DeviceReveals): PciState {
  return { ...state, generation: configurationRead(state.generation, offset, bytes) }
}
