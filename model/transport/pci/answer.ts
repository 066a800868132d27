import type { ClauseId } from '../../clause/clause.ts'
import { arrayOf, hexOf, lengthOf } from '../../kernel/bytes.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import { revealed, shown } from './access.ts'
import type { DeviceLists, DeviceReveals, DeviceShows, PciRegister } from './action.ts'
import { notifyStructureOf } from './discovery.ts'
import { knownBytes } from './generation.ts'
import { resetQueue } from './queue.ts'
import type { PciRules } from './rules.ts'
import { type PciQuestion, type PciState, withPciQueue } from './state.ts'

const unasked = (what: string): readonly Fault[] => [
  refusal('device', ['house.device.answers'], `${what} was not asked for`),
]

/** What a scan breaks. */
export function faultsOfListing(state: PciState, action: DeviceLists, rules: PciRules): readonly Fault[] {
  return state.question?.kind === 'scan' ? rules.scan(state.config, action) : unasked('a scan')
}

/** After a scan. */
export function listed(state: PciState, action: DeviceLists): PciState {
  return { ...state, notify: notifyStructureOf(action), question: undefined }
}

/** The registers by which others are selected. */
const selectOf = (register: PciRegister): PciRegister => {
  if (register === 'device_feature') return 'device_feature_select'
  if (register === 'driver_feature') return 'driver_feature_select'
  return register.startsWith('queue_') ? 'queue_select' : register
}

/**
 * What an answer by the window breaks first: the read by the window, or the write by the window that it shows did not arrive.
 *
 * @clause pci.cfgaccess.device.2 pci.cfgaccess.device.3
 */
function windowClause(state: PciState, question: PciQuestion): ClauseId | undefined {
  if (question.kind === 'register') {
    const { register } = question
    if ([register, selectOf(register)].some((name) => state.doubted.includes(name))) return 'pci.cfgaccess.device.2'
  }
  const through = question.kind === 'register' || question.kind === 'bytes' ? question.through : 'bar'
  return through === 'window' ? 'pci.cfgaccess.device.3' : undefined
}

/** The faults, those that bind with the window's clause in front where the access went by it. */
function byWindow(state: PciState, question: PciQuestion, faults: readonly Fault[]): readonly Fault[] {
  const clause = windowClause(state, question)
  if (clause === undefined) return faults
  return faults.map((fault) => ({ ...fault, clauses: [clause, ...fault.clauses] }))
}

/** What a value breaks. */
export function faultsOfShowing(state: PciState, { register, value }: DeviceShows, rules: PciRules): readonly Fault[] {
  const { question } = state
  if (question?.kind === 'queue reset' && register === 'queue_reset') return faultsOfPolling(question.queue, value)
  if (question?.kind !== 'register' || question.register !== register) return unasked(register)
  return byWindow(state, question, rules.registers[register](state).faults(value))
}

/** @clause pci.common.device.12 */
function faultsOfPolling(queue: number, value: number): readonly Fault[] {
  if (value <= 1) return []
  return [refusal('device', ['pci.common.device.12'], `queue_reset of queue ${queue} reads ${value} during the reset`)]
}

/** After a value was shown. The reset of a queue is over when its `queue_reset` shows 0. */
export function answered(state: PciState, action: DeviceShows): PciState {
  const { question } = state
  if (question?.kind === 'queue reset') {
    if (action.value !== 0) return { ...state, question: { ...question, ongoing: true } }
    return { ...withPciQueue(state, question.queue, resetQueue), question: undefined }
  }
  const doubted = state.doubted.filter((name) => name !== action.register)
  return { ...shown(state, action), doubted, question: undefined }
}

/** What bytes of the configuration break: by the window they are what they were, if nothing changed. */
export function faultsOfRevealing(state: PciState, { offset, bytes }: DeviceReveals): readonly Fault[] {
  const { question } = state
  if (question?.kind !== 'bytes' || question.offset !== offset) return unasked('configuration')
  if (lengthOf(bytes) !== question.length) return unasked(`${lengthOf(bytes)} bytes instead of ${question.length}`)
  if (question.through === 'bar') return []
  const known = knownBytes(state.generation, offset, question.length)
  const read = arrayOf(bytes)
  const wrong = known.findIndex((byte, index) => byte !== undefined && byte !== read[index])
  if (wrong < 0) return []
  const before = hexOf(Uint8Array.of(known[wrong] ?? 0))
  const because = `by the window byte ${offset + wrong} of the configuration reads ${hexOf(read.subarray(wrong, wrong + 1))}, was ${before}`
  return [refusal('device', ['pci.cfgaccess.device.3'], because)]
}

/** After bytes were revealed. */
export function perused(state: PciState, action: DeviceReveals): PciState {
  return { ...revealed(state, action), question: undefined }
}
