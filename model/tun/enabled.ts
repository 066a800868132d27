import type { Bytes } from '../kernel/bytes.ts'
import type { TunAction } from './action.ts'
import { faultsOfReturning } from './answer.ts'
import { faultsOfDropping } from './arrival.ts'
import { candidates, faultsOfDelivering, isTooShort, readBytes } from './read.ts'
import { owedByTun } from './rest.ts'
import type { TunRules } from './rules.ts'
import type { TunState } from './state.ts'

/** The reactions that are allowed next. */
export function enabledTun(state: TunState, rules: TunRules): readonly TunAction[] {
  const rests: readonly TunAction[] = owedByTun(state).length === 0 ? [{ kind: 'device.rests' }] : []
  return [...drops(state, rules), ...answers(state), ...emissions(state), ...rests]
}

function drops(state: TunState, rules: TunRules): readonly TunAction[] {
  return (state.device?.pending ?? [])
    .filter(({ excess, frame }) => excess || frame === state.arriving)
    .map(({ frame }) => ({ kind: 'device.drops', frame }) as const)
    .filter((drop) => faultsOfDropping(state, drop, rules).length === 0)
}

function answers(state: TunState): readonly TunAction[] {
  const { answer, device, hashes } = state
  if (answer === undefined) return []
  if (answer.kind === 'returns') return [{ kind: 'device.returns', error: answer.error, value: answer.value ?? 0 }]
  const { file, room } = answer
  const packets = device === undefined || isTooShort(device, room) ? [] : candidates(device, file, hashes)
  const deliveries = packets
    .map(({ bytes }) => ({ kind: 'device.delivers', file, bytes: shown(state, bytes, room) }) as const)
    .filter((delivery) => faultsOfDelivering(state, delivery).length === 0)
  const ends = (['EINVAL', 'EAGAIN'] as const)
    .map((error) => ({ kind: 'device.returns', error, value: 0 }) as const)
    .filter((end) => faultsOfReturning(state, end).length === 0)
  return [...deliveries, ...ends]
}

const shown = ({ device }: TunState, frame: Bytes, room: number): Bytes =>
  device === undefined ? frame : readBytes(device, frame, room)

function emissions({ emitting }: TunState): readonly TunAction[] {
  const [bytes] = emitting
  return bytes === undefined ? [] : [{ kind: 'device.emits', bytes }]
}
