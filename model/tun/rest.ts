import type { Obligation } from '../kernel/machine.ts'
import { owe } from '../kernel/step.ts'
import type { TunState } from './state.ts'

/** What is owed: an answer, the packets that were written, and to say of a packet that there was no room for it. */
export function owedByTun({ answer, emitting, device }: TunState): readonly Obligation[] {
  const open = answer !== undefined ? [owe('house.device.answers', 'a call was not answered')] : []
  const written = emitting.map((_, index) =>
    owe('linux-tun.write.lost', `packet ${index + 1} that was written is not there`),
  )
  const excess = (device?.pending ?? []).flatMap(({ excess: isExcess, frame, why }) =>
    isExcess ? [owe(why, `frame ${frame} was taken, and nothing had room for it`)] : [],
  )
  return [...open, ...written, ...excess]
}
