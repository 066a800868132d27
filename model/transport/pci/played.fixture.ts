/** Histories of a small function, played by hand: two queues, two vectors, offered what the transport's rules depend on. */
import { featuresNamed } from '../../feature/table.ts'
import { queueIndex } from '../../kernel/brand.ts'
import type { PciAction, PciRegister, Way, WritableRegister } from './action.ts'
import type { PciConfig } from './config.ts'
import { pciFunction } from './function.ts'
import { featuresInWindow } from './registers.ts'
import type { PciState } from './state.ts'

/** What the function offers. */
export const offered = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_STATUS', 'VIRTIO_F_RING_RESET'])

/** Two queues of 8 entries and a hole, two vectors, 8 bytes of configuration. */
export const small: PciConfig = {
  deviceId: 1,
  offered,
  queueSizes: [8, 8, 0],
  vectors: 2,
  provokable: [queueIndex(0), queueIndex(1)],
  configLength: 8,
}

const machine = pciFunction()

/** Writes a register. */
export const write = (register: WritableRegister, value: number, through: Way = 'bar'): PciAction => {
  return { kind: 'driver.writes', register, value, through }
}
/** Reads a register. */
export const read = (register: PciRegister, through: Way = 'bar'): PciAction => {
  return { kind: 'driver.reads', register, through }
}
/** A register shows a value. */
export const show = (register: PciRegister, value: number): PciAction => ({ kind: 'device.shows', register, value })
/** Reads a register that shows a value. */
export const reads = (register: PciRegister, value: number, through: Way = 'bar'): readonly PciAction[] => [
  read(register, through),
  show(register, value),
]
/** The device rests. */
export const rest: PciAction = { kind: 'device.rests' }
/** Makes a buffer available, tells the device, which uses it. */
export const uses = (queue: number): readonly PciAction[] => [
  { kind: 'driver.offers', queue: queueIndex(queue) },
  { kind: 'driver.kicks', queue: queueIndex(queue), through: 'bar' },
  { kind: 'device.uses', queue: queueIndex(queue) },
]

/** Resets, negotiates everything offered. */
export const negotiated: readonly PciAction[] = [
  { kind: 'driver.resets' },
  show('device_status', 0),
  write('device_status', 1),
  write('device_status', 3),
  write('driver_feature_select', 0),
  write('driver_feature', featuresInWindow(offered, 0)),
  write('driver_feature_select', 1),
  write('driver_feature', featuresInWindow(offered, 1)),
  write('device_status', 11),
  ...reads('device_status', 11),
]

/** The same, with MSI-X, configuration on vector 0, queue 0 on vector 1 and queue 1 on none, and DRIVER_OK. */
export const live: readonly PciAction[] = [
  { kind: 'driver.switchesMsix', on: true },
  ...negotiated,
  write('config_msix_vector', 0),
  ...reads('config_msix_vector', 0),
  write('queue_select', 0),
  write('queue_msix_vector', 1),
  ...reads('queue_msix_vector', 1),
  { kind: 'driver.enables', queue: queueIndex(0) },
  { kind: 'driver.enables', queue: queueIndex(1) },
  write('device_status', 15),
]

/** The same without MSI-X. */
export const lined: readonly PciAction[] = [
  ...negotiated,
  { kind: 'driver.enables', queue: queueIndex(0) },
  { kind: 'driver.enables', queue: queueIndex(1) },
  write('device_status', 15),
]

/** The state after a history; throws where it is refused. */
export function played(history: readonly PciAction[], config: PciConfig = small): PciState {
  return history.reduce((state, act) => {
    const step = machine.step(state, act)
    if (!step.ok) throw new Error(`${act.kind} is refused: ${step.refusal.clauses.join(', ')}: ${step.refusal.because}`)
    return step.state
  }, machine.initial(config))
}

/** The clauses that the last action of a history breaks; `ok` or the clauses of its warnings where it is allowed. */
export function judged(history: readonly PciAction[], config: PciConfig = small): string {
  const last = history.at(-1)
  if (last === undefined) return 'ok'
  const step = machine.step(played(history.slice(0, -1), config), last)
  if (!step.ok) return step.refusal.clauses.join(' ')
  return step.warnings === undefined ? 'ok' : `warns ${step.warnings.map(({ clauses }) => clauses[0]).join(' ')}`
}
