import { type Bytes, lengthOf, sliceOf } from '../kernel/bytes.ts'
import { type Fault, refusal } from '../kernel/step.ts'
import { ruleOf } from './control.ts'
import type { NetState, Pending } from './state.ts'

/** Bytes of the acknowledgement, which stands before the result. @clause net.ctrl.def.1 */
const ACK_SIZE = 1

/** What is wrong with what stands behind the acknowledgement of a command that was taken. */
export function faultsOfReply(state: NetState, pending: Pending, shown: Bytes): readonly Fault[] {
  const result = sliceOf(shown, ACK_SIZE)
  const { reply } = ruleOf(pending.command)
  if (reply !== undefined) return pending.doubtful ? [] : reply.faults(state, pending, result)
  if (result === '') return []
  const because = `len covers ${lengthOf(result)} bytes behind the acknowledgement of a command that has no result`
  return [refusal('device', ['split.used.device.2'], because)]
}

/** What may stand behind the acknowledgement of a command that was taken: as much of it as finds room. */
export function repliesTo(state: NetState, pending: Pending): readonly Bytes[] {
  const { reply } = ruleOf(pending.command)
  return reply === undefined
    ? ['' as Bytes] // no bytes at all
    : reply.choices(state, pending).map((result) => sliceOf(result, 0, pending.room))
}

/** What a driver knows once a command was acknowledged with OK. */
export function learnt(state: NetState, { command }: Pending, shown: Bytes): NetState {
  return ruleOf(command).reply?.learnt?.(state, sliceOf(shown, ACK_SIZE)) ?? state
}
