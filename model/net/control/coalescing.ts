import type { ClauseId } from '../../clause/clause.ts'
import { type FeatureName, feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import { arrayOf, hexOf } from '../../kernel/bytes.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import {
  type CoalescingParameters,
  type CoalescingRxSet,
  type CoalescingTxSet,
  type CoalescingVqGet,
  type CoalescingVqSet,
  decodeCoalescingParameters,
  encodeCoalescingParameters,
} from '../../wire/control/coalescing.ts'
import { allSet, coalescingUnknown, isCoalesced, noCoalescing, oneSet, parametersOf, zero } from '../coalescing.ts'
import type { NetState } from '../state.ts'
import type { Circumstances, CommandRule, ReplyRule } from './command-rule.ts'

const negotiates = (name: FeatureName, { features }: Circumstances): boolean => includes(features, feature(name))

/** What the commands of the class have in common: they leave the setting for frames alone. */
const quiet = { setting: <S>(setting: S): S => setting, unsettled: <S>(setting: S): S => setting } as const

/** Best effort: a device that cannot set the parameters answers so. @clause net.coal.device.2 */
function setForAll<Command extends CoalescingTxSet | CoalescingRxSet>(
  side: 'transmit' | 'receive',
): CommandRule<Command> {
  return {
    ...quiet,
    mayFail: true,
    isValid: (_, on) => negotiates('VIRTIO_NET_F_NOTF_COAL', on),
    clauseOf: () => 'house.control.valid',
    effect: (state, { maxPackets, maxUsecs }, valid) =>
      valid ? allSet(state, side, { maxPackets, maxUsecs }) : coalescingUnknown(state),
  }
}

/** @clause net.coal.driver.2 */
export const coalescingTxSet = setForAll<CoalescingTxSet>('transmit')
/** @clause net.coal.driver.2 */
export const coalescingRxSet = setForAll<CoalescingRxSet>('receive')

/** A queue that is no enabled transmit or receive queue has no parameters. */
function offenceOf({ queue }: CoalescingVqSet | CoalescingVqGet, on: Circumstances): ClauseId | undefined {
  if (!negotiates('VIRTIO_NET_F_VQ_NOTF_COAL', on) || on.state === undefined) return undefined
  return isCoalesced(on.state, queue) ? undefined : 'net.coal.device.4'
}

const isMeant = (command: CoalescingVqSet | CoalescingVqGet, on: Circumstances): boolean =>
  negotiates('VIRTIO_NET_F_VQ_NOTF_COAL', on) && offenceOf(command, on) === undefined

/** @clause net.coal.device.1 net.coal.device.3 net.coal.driver.3 */
export const coalescingVqSet: CommandRule<CoalescingVqSet> = {
  ...quiet,
  mayFail: true,
  isValid: isMeant,
  offence: offenceOf,
  clauseOf: () => 'house.control.valid',
  effect(state, { queue, reserved, maxPackets, maxUsecs }, valid) {
    if (!valid) return coalescingUnknown(state)
    return oneSet(state, queue, { maxPackets, maxUsecs }, reserved === 0 ? 'VQ_SET' : 'VQ_SET with reserved bits')
  },
}

const printed = ({ maxPackets, maxUsecs }: CoalescingParameters): string => `${maxPackets} packets, ${maxUsecs} µs`
const isSame = (one: CoalescingParameters, other: CoalescingParameters): boolean =>
  one.maxPackets === other.maxPackets && one.maxUsecs === other.maxUsecs

/** The clause that parameters other than those in force break: by where those in force come from. */
function clauseOfParameters(state: NetState, queue: number, shown: CoalescingParameters): ClauseId {
  const entry = (state.coalescing ?? noCoalescing).queues[queue]
  if (entry === undefined) return 'net.coal.device.9'
  if (entry.origin === 're-enabling') return queue % 2 === 0 ? 'net.coal.device.6' : 'net.coal.device.5'
  if (entry.origin === 'TX_SET or RX_SET' || !isSame(shown, entry.before)) return 'net.coal.def.1'
  return entry.origin === 'VQ_SET' ? 'net.coal.device.3' : 'net.coal.device.1'
}

const parametersReply: ReplyRule<CoalescingVqGet> = {
  choices: (_, { answer }) => (answer === undefined ? [hexOf(encodeCoalescingParameters(zero))] : [answer]),
  faults(state, { command, answer, room }, result): readonly Fault[] {
    if (answer === undefined || room < 8) return []
    const shown = decodeCoalescingParameters(arrayOf(result))
    if (!shown.ok) {
      return [refusal('device', ['split.used.device.2'], `the parameters of queue ${command.queue}: ${shown.because}`)]
    }
    const expected = decodeCoalescingParameters(arrayOf(answer))
    if (!expected.ok || isSame(shown.value, expected.value)) return []
    const because = `queue ${command.queue} is said to have ${printed(shown.value)}, and has ${printed(expected.value)}`
    return [refusal('device', [clauseOfParameters(state, command.queue, shown.value)], because)]
  },
}

/** @clause net.coal.device.1 net.coal.device.4 net.coal.driver.3 */
export const coalescingVqGet: CommandRule<CoalescingVqGet> = {
  ...quiet,
  isValid: isMeant,
  offence: offenceOf,
  clauseOf: ({ reserved }) => (reserved === 0 ? 'house.control.valid' : 'net.coal.device.1'),
  answer(state, { queue }) {
    const parameters = parametersOf(state, queue)
    return parameters === undefined ? undefined : hexOf(encodeCoalescingParameters(parameters))
  },
  reply: parametersReply,
}
