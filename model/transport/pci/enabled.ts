import { feature } from '../../feature/table.ts'
import { includes } from '../../kernel/bits.ts'
import { queueIndex } from '../../kernel/brand.ts'
import { hexOf } from '../../kernel/bytes.ts'
import type { PciAction } from './action.ts'
import { isLive } from './driver.ts'
import { knownBytes } from './generation.ts'
import { lavishLayout, plainLayout, scanOf } from './layout.ts'
import { LINK_OFFSET } from './link.ts'
import { owed } from './rest.ts'
import type { PciRules } from './rules.ts'
import { isOwed } from './signal.ts'
import type { PciQuestion, PciState } from './state.ts'

/** The reactions that the clauses permit next; a question is answered before anything else. */
export function enabledPci(state: PciState, rules: PciRules): readonly PciAction[] {
  if (state.question !== undefined) return answers(state, state.question, rules)
  return [...uses(state), ...signals(state), ...(owed(state).length === 0 ? [{ kind: 'device.rests' } as const] : [])]
}

function answers(state: PciState, question: PciQuestion, rules: PciRules): readonly PciAction[] {
  if (question.kind === 'scan') return layouts(state).map(scanOf)
  if (question.kind === 'queue reset') {
    return (question.ongoing ? [0] : [0, 1]).map((value) => ({ kind: 'device.shows', register: 'queue_reset', value }))
  }
  if (question.kind === 'bytes') return [revealing(state, question)]
  const { register } = question
  const { values } = rules.registers[register](state)
  return values.map((value) => ({ kind: 'device.shows', register, value }))
}

/** The second of two stands for all that the standard leaves free; notifications of 32 bits do not fit its address. */
function layouts({ config }: PciState) {
  const wide = includes(config.offered, feature('VIRTIO_F_NOTIFICATION_DATA'))
  return wide ? [plainLayout(config)] : [plainLayout(config), lavishLayout(config)]
}

/** What was read before reads the same; of what was not, all is 0 but the state of the link. */
function revealing(state: PciState, { offset, length }: Extract<PciQuestion, { kind: 'bytes' }>): PciAction {
  const known = knownBytes(state.generation, offset, length)
  const unread = (at: number) => (at === LINK_OFFSET && state.linkUp ? 1 : 0)
  const bytes = hexOf(Uint8Array.from(known, (byte, index) => byte ?? unread(offset + index)))
  return { kind: 'device.reveals', offset, bytes }
}

function uses(state: PciState): readonly PciAction[] {
  if (!isLive(state)) return []
  return state.queues.flatMap((queue, index): readonly PciAction[] =>
    queue.enabled && queue.due > 0 ? [{ kind: 'device.uses', queue: queueIndex(index) }] : [],
  )
}

function signals(state: PciState): readonly PciAction[] {
  const vectors = state.events.filter((event) => isOwed(state, event)).flatMap((event) => event.vectors)
  return [...new Set(vectors)].map((vector) => ({ kind: 'device.signals', vector }))
}
