/** A tiny scope in which the laws are tried on the PCI transport: two queues, two vectors. */
import fc from 'fast-check'
import { featuresNamed } from '../model/feature/table.ts'
import { queueIndex } from '../model/kernel/brand.ts'
import { bytes } from '../model/kernel/bytes.ts'
import { perform } from '../model/kernel/perform.ts'
import type { PciAction, PciRegister, WritableRegister } from '../model/transport/pci/action.ts'
import type { PciConfig } from '../model/transport/pci/config.ts'
import { pciFunction } from '../model/transport/pci/function.ts'
import { lavishLayout, plainLayout, scanOf } from '../model/transport/pci/layout.ts'
import { featuresInWindow, standardRegisters } from '../model/transport/pci/registers.ts'
import { isOwed } from '../model/transport/pci/signal.ts'
import type { PciState } from '../model/transport/pci/state.ts'
import type { Scope } from './laws.ts'

const offered = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_STATUS', 'VIRTIO_F_RING_RESET'])

/** Two queues of two entries, two vectors. */
export const tinyPci: PciConfig = {
  deviceId: 1,
  offered,
  queueSizes: [2, 2],
  vectors: 2,
  provokable: [queueIndex(0), queueIndex(1)],
  configLength: 8,
}

const through = 'bar' as const
const write = (register: WritableRegister, value: number): PciAction => ({
  kind: 'driver.writes',
  register,
  value,
  through,
})
const read = (register: PciRegister): PciAction => ({ kind: 'driver.reads', register, through })

/** Negotiates the features, maps what has a vector, enables both queues and starts. */
export const opening: readonly PciAction[] = [
  { kind: 'driver.switchesMsix', on: true },
  write('device_status', 1),
  write('device_status', 3),
  ...[0, 1].flatMap((window) => [
    write('driver_feature_select', window),
    write('driver_feature', featuresInWindow(offered, window)),
  ]),
  write('device_status', 11),
  read('device_status'),
  write('config_msix_vector', 0),
  read('config_msix_vector'),
  ...[0, 1].flatMap((queue): readonly PciAction[] => [
    write('queue_select', queue),
    write('queue_msix_vector', 1),
    read('queue_msix_vector'),
    { kind: 'driver.enables', queue: queueIndex(queue) },
  ]),
  write('device_status', 15),
]

/** What a driver does to the device once it is at work. */
export const working: readonly PciAction[] = [
  ...[0, 1].flatMap((queue): readonly PciAction[] => [
    { kind: 'driver.offers', queue: queueIndex(queue) },
    { kind: 'driver.kicks', queue: queueIndex(queue), through },
  ]),
  { kind: 'driver.resetsQueue', queue: queueIndex(0) },
  { kind: 'driver.enables', queue: queueIndex(0) },
  { kind: 'admin.links', up: false },
  { kind: 'admin.links', up: true },
  read('isr_status'),
  { kind: 'driver.switchesMsix', on: false },
  { kind: 'driver.switchesMsix', on: true },
]

/** Everything that can be done to it, allowed or not. */
export const stimuli: readonly PciAction[] = [
  ...working,
  { kind: 'driver.scans' },
  { kind: 'driver.resets' },
  { kind: 'driver.peruses', offset: 0, length: 2, through },
  { kind: 'driver.peruses', offset: 4, length: 4, through: 'window' },
  { kind: 'driver.peruses', offset: 8, length: 1, through },
  ...[1, 3, 11, 15, 139].map((status) => write('device_status', status)),
  ...[0, 1, 2].map((queue) => write('queue_select', queue)),
  ...[0, 1, 2, 0xffff].map((vector) => write('config_msix_vector', vector)),
  ...[1, 0xffff].map((vector) => write('queue_msix_vector', vector)),
  ...[0, 1, 2, 3, 4].map((size) => write('queue_size', size)),
  write('driver_feature_select', 1),
  write('driver_feature', 0x1ff),
  write('device_feature_select', 7),
  write('queue_desc.high', 9),
  { kind: 'driver.offers', queue: queueIndex(2) },
  { kind: 'driver.kicks', queue: queueIndex(2), through: 'window' },
  { kind: 'driver.enables', queue: queueIndex(1) },
  ...Object.keys(standardRegisters).map((register) => read(register as PciRegister)), // the keys of that record
]

const observations: readonly PciAction[] = [
  ...[0, 1, 2].map((queue): PciAction => ({ kind: 'device.uses', queue: queueIndex(queue) })),
  ...[0, 1, 2].map((vector): PciAction => ({ kind: 'device.signals', vector })),
  { kind: 'device.rests' },
  { kind: 'device.fails', how: 'hangs', words: '' },
  { kind: 'device.fails', how: 'needs-reset', words: 'broken' },
  scanOf(plainLayout(tinyPci)),
  scanOf(lavishLayout(tinyPci)),
  { kind: 'device.lists', space: bytes('00'.repeat(256)), bars: [] },
  { kind: 'device.reveals', offset: 0, bytes: bytes('0100') },
  { kind: 'device.reveals', offset: 4, bytes: bytes('01000000') },
]

/** Values for the register that was asked for, right and wrong ones, and for one that was not. */
function shows({ question }: PciState): readonly PciAction[] {
  const register = question?.kind === 'register' ? question.register : 'queue_reset'
  return [0, 1, 2, 3, 7, 11, 15, 0x1041, 0xffff, featuresInWindow(offered, 0)].map((value) => {
    return { kind: 'device.shows', register, value }
  })
}

/**
 * What a reaction stands for. A question is answered before anything else, and an answer to none is no reaction; where any value
 * may stand, and of scans and bytes, one stands for all; nobody need signal twice, or use what he was not told of.
 */
export function pciChoice(state: PciState, act: PciAction): string | undefined {
  const { question } = state
  if (act.kind === 'device.shows') return shown(state, act.register, act.value)
  if (act.kind === 'device.lists' || act.kind === 'device.reveals') return question === undefined ? undefined : act.kind
  if (question !== undefined) return undefined
  if (act.kind === 'device.uses' && state.queues[act.queue]?.due === 0) return undefined
  if (act.kind !== 'device.signals') return JSON.stringify(act)
  const isAwaited = state.events.some((event) => isOwed(state, event) && event.vectors.includes(act.vector))
  return isAwaited ? `signals ${act.vector}` : undefined
}

function shown(state: PciState, register: PciRegister, value: number): string | undefined {
  if (state.question?.kind === 'queue reset') return state.question.ongoing ? undefined : `resets ${value}`
  if (state.question?.kind !== 'register' || state.question.register !== register) return undefined
  return standardRegisters[register](state).open ? 'anything' : String(value)
}

/** How a device of the scope picks among what is permitted. */
type Pick = (enabled: readonly PciAction[]) => PciAction | undefined

const busy = (enabled: readonly PciAction[]) => enabled.filter((act) => act.kind !== 'device.rests')

const picks: Readonly<Record<'eager' | 'lazy' | 'random', (seeds: readonly number[]) => Pick>> = {
  eager: () => (enabled) => busy(enabled)[0],
  lazy: () => (enabled) => busy(enabled).find((act) => act.kind !== 'device.uses' && act.kind !== 'device.signals'),
  random: (seeds) => {
    let turn = 0
    return (enabled) => {
      const open = busy(enabled)
      const seed = seeds[turn++ % seeds.length] ?? 0
      return open[seed % (open.length + 1)]
    }
  },
}

/** What happens when the machine itself reacts to a plan. */
function performed(plan: readonly PciAction[], pick: Pick): readonly PciAction[] {
  const machine = pciFunction()
  const history: PciAction[] = []
  let state = machine.initial(tinyPci)
  for (const act of plan) {
    const step = machine.step(state, act)
    if (!step.ok) continue
    const { state: next, actions } = perform(machine, step.state, pick)
    history.push(act, ...actions)
    state = next
  }
  return history
}

const plans = fc
  .tuple(
    fc.nat(opening.length),
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...working) },
        { weight: 1, arbitrary: fc.constantFrom(...stimuli) },
        { weight: 1, arbitrary: fc.constant<PciAction>({ kind: 'device.rests' }) },
      ),
      { maxLength: 10 },
    ),
  )
  .map(([cut, rest]) => [...opening.slice(0, cut < 4 ? cut : opening.length), ...rest])

/** What is tried in a state. */
export const pciAttempts = (state: PciState): readonly PciAction[] => [...stimuli, ...observations, ...shows(state)]

/** The scope in which reactions are picked by a policy. */
export const pciScope = (policy: keyof typeof picks): Scope<PciConfig, PciState, PciAction> => ({
  config: tinyPci,
  histories: fc
    .tuple(plans, fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }))
    .map(([plan, seeds]) => performed(plan, picks[policy](seeds))),
  attempts: pciAttempts,
  choice: pciChoice,
})
