import { match } from 'ts-pattern'
import type { DeviceFails } from '../../kernel/failure.ts'
import type { Lane, Machine, Obligation, Step } from '../../kernel/machine.ts'
import { type Fault, judge, refusal } from '../../kernel/step.ts'
import { enabledQueue, written } from './access.ts'
import type { PciAction } from './action.ts'
import * as answer from './answer.ts'
import type { PciConfig } from './config.ts'
import * as driver from './driver.ts'
import { enabledPci } from './enabled.ts'
import { loosenedIsr } from './isr.ts'
import { linked } from './link.ts'
import { toldOf, withBuffer } from './queue.ts'
import { faultsOfRest, owed, restedState } from './rest.ts'
import { type PciRules, standardPciRules } from './rules.ts'
import { signalled } from './signal.ts'
import { type PciQuestion, type PciState, pciPowerOn, withPciQueue } from './state.ts'
import { usedBuffer } from './use.ts'

/**
 * A PCI function that is a virtio device: its capabilities, its common configuration, ISR status, MSI-X vectors and the window in the
 * configuration space. The device behind it is a set of queues that use buffers and a configuration that changes.
 *
 * `rules` are those of virtio 1.4 unless a known deviation of a real target widens one.
 */
export function pciFunction(rules: PciRules = standardPciRules): Machine<PciConfig, PciState, PciAction> {
  return {
    name: 'virtio-pci',
    initial: pciPowerOn,
    step(state, action): Step<PciState> {
      const { faults, next } = transition(state, action, rules)
      return judge(faults, next)
    },
    effect: (state, action) => transition(state, action, rules).next(),
    enabled: (state) => enabledPci(state, rules),
    hidden: () => [],
    owed: (state): readonly Obligation[] => owed(state),
    lane,
    ends,
  }
}

/** What an action breaks in a state, and the state after it, refused or not. */
interface Transition {
  readonly faults: readonly Fault[]
  readonly next: () => PciState
}

const always = (next: () => PciState): Transition => ({ faults: [], next })
const unless = (faults: readonly Fault[], next: () => PciState): Transition => ({ faults, next })
const asking = (state: PciState, question: PciQuestion) => () => ({ ...state, question })

function transition(state: PciState, action: PciAction, rules: PciRules): Transition {
  return match(action)
    .returnType<Transition>()
    .with({ kind: 'device.uses' }, (a) => unless(rules.uses(state, a.queue), () => usedBuffer(state, a)))
    .with({ kind: 'device.signals' }, (a) => unless(rules.signals(state, a.vector), () => signalled(state, a)))
    .with({ kind: 'device.shows' }, (a) =>
      unless(answer.faultsOfShowing(state, a, rules), () => answer.answered(state, a)),
    )
    .with({ kind: 'device.reveals' }, (a) => unless(answer.faultsOfRevealing(state, a), () => answer.perused(state, a)))
    .with({ kind: 'device.lists' }, (a) =>
      unless(answer.faultsOfListing(state, a, rules), () => answer.listed(state, a)),
    )
    .with({ kind: 'device.rests' }, () => unless(faultsOfRest(state), () => restedState(state)))
    .with({ kind: 'driver.scans' }, () => always(asking(state, { kind: 'scan' })))
    .with({ kind: 'driver.reads' }, (a) =>
      unless(
        driver.faultsOfReading(state, a),
        asking(state, { kind: 'register', register: a.register, through: a.through }),
      ),
    )
    .with({ kind: 'driver.peruses' }, ({ offset, length, through, ...a }) =>
      unless(
        driver.faultsOfPerusing(state, { ...a, offset, length, through }),
        asking(state, { kind: 'bytes', offset, length, through }),
      ),
    )
    .with({ kind: 'driver.writes' }, (a) => unless(driver.faultsOfWriting(state, a), () => written(state, a)))
    .with({ kind: 'driver.resets' }, () => always(() => rules.afterReset(state)))
    .with({ kind: 'driver.enables' }, (a) => unless(driver.faultsOfEnabling(state, a), () => enabledQueue(state, a)))
    .with({ kind: 'driver.resetsQueue' }, (a) =>
      unless(driver.faultsOfResettingQueue(state, a), () => resettingQueue(state, a.queue)),
    )
    .with({ kind: 'driver.switchesMsix' }, (a) => unless(driver.faultsOfSwitching(state), () => switched(state, a.on)))
    .with({ kind: 'driver.offers' }, (a) =>
      unless(driver.faultsOfOffering(state, a), () => withPciQueue(state, a.queue, withBuffer)),
    )
    .with({ kind: 'driver.kicks' }, (a) =>
      unless(driver.faultsOfKicking(state, a), () => withPciQueue(state, a.queue, (queue) => toldOf(queue, a.through))),
    )
    .with({ kind: 'admin.links' }, (a) => always(() => linked(state, a)))
    .with({ kind: 'device.fails' }, (a) => unless(faultsOfFailing(a), () => state))
    .exhaustive()
}

/** 1 is written to `queue_reset`; the queue is selected by that. */
function resettingQueue(state: PciState, queue: Extract<PciQuestion, { kind: 'queue reset' }>['queue']): PciState {
  const doubted = state.doubted.filter((name) => name !== 'queue_select')
  const selects = { ...state.selects, queue_select: queue }
  const asked: PciState = { ...state, doubted, selects, question: { kind: 'queue reset', queue, ongoing: false } }
  return withPciQueue(asked, queue, (found) => ({ ...found, resetting: true, due: 0 }))
}

/** MSI-X Enable changes: what happened before may be signalled no longer, and ISR status may be as it was or not. */
function switched(state: PciState, on: boolean): PciState {
  if (state.msix === on) return state
  const events = state.events.map((event) => ({ ...event, owed: false }))
  return { ...state, msix: on, events, isr: loosenedIsr(state.isr) }
}

function faultsOfFailing({ how, words }: DeviceFails): readonly Fault[] {
  const clause = how === 'needs-reset' ? 'house.device.healthy' : 'house.device.answers'
  return [refusal('device', [clause], words === '' ? `the device ${how}` : `the device ${how}: ${words}`)]
}

/** Used entries and messages in the order in which they were seen; answers when they are due. */
function lane(action: PciAction): Lane {
  const isEvent = action.kind === 'device.uses' || action.kind === 'device.signals'
  return isEvent ? { name: 'events', late: false } : { name: 'answers', late: true }
}

/** After these nothing, or nothing of a queue, is used, or nothing is signalled as before. */
function ends(action: PciAction): boolean {
  if (action.kind === 'driver.writes') return action.register === 'device_status'
  return ['driver.resets', 'driver.resetsQueue', 'driver.switchesMsix'].includes(action.kind)
}
