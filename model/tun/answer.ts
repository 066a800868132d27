import { type Fault, refusal } from '../kernel/step.ts'
import type { DeviceEmits, DeviceReturns } from './action.ts'
import { candidates, faultsOfEmptiness, isTooShort, missing } from './read.ts'
import type { Answer, TunState } from './state.ts'

type Reads = Extract<Answer, { kind: 'reads' }>

/** What is broken by what a call returned. */
export function faultsOfReturning(state: TunState, returned: DeviceReturns): readonly Fault[] {
  const { answer } = state
  if (answer === undefined) return [refusal('device', ['house.device.answers'], 'an answer to no call')]
  if (answer.kind === 'reads') return faultsOfNotReading(state, answer, returned)
  const { error, value, clause } = answer
  const isRight = returned.error === error && (value === undefined || returned.value === value)
  if (isRight) return []
  const [expected, found] = [words(error, value), words(returned.error, returned.value)]
  return [refusal('device', [clause], `the call returns ${found} where ${expected} is due`)]
}

const words = (error: string, value: number | undefined): string => (error === 'none' ? String(value) : error)

function faultsOfNotReading(state: TunState, { file, room }: Reads, { error }: DeviceReturns): readonly Fault[] {
  if (error === 'EAGAIN') return faultsOfEmptiness(state, file)
  const { device, hashes } = state
  const isShort = device !== undefined && isTooShort(device, room) && candidates(device, file, hashes).length > 0
  if (error === 'EINVAL' && isShort) return []
  return [refusal('device', ['linux-tun.read.empty'], `read(2) returns ${error} where EAGAIN is due`)]
}

/** The state after a call was answered. */
export function returned(state: TunState, { error }: DeviceReturns): TunState {
  const { answer } = state
  const next = { ...state, answer: undefined }
  if (answer?.kind !== 'reads') return next
  return error === 'EINVAL' ? lostFirst(next, answer.file) : missing(next, answer.file, () => true)
}

/** The state once a buffer was too short for the headers: the packet is lost. @clause linux-tun.read.short */
function lostFirst(state: TunState, file: number): TunState {
  const { device, hashes } = state
  if (device === undefined) return state
  const [first] = candidates(device, file, hashes)
  return { ...state, device: { ...device, pending: device.pending.filter((one) => one !== first) } }
}

/** What is broken by a packet that comes into the host. */
export function faultsOfEmitting({ emitting }: TunState, { bytes }: DeviceEmits): readonly Fault[] {
  if (emitting[0] === bytes) return []
  const clause = emitting.includes(bytes) ? 'linux-tun.write.order' : 'linux-tun.write.foreign'
  return [refusal('device', [clause], 'a packet comes in that is not the one written first of those that did not')]
}
