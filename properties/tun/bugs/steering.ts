import type { DeviceDelivers, TunFile } from '../../../model/tun/action.ts'
import { has } from '../../../model/tun/flag.ts'
import { numberedPacket } from '../../../model/tun/numbered-packet.ts'
import { attaching, detaching, emptying, teaching } from '../plan.ts'
import { alteredTun, ours, type TunBug } from './altered.ts'
import { disguised } from './disguised.ts'
import { meddling } from './meddling.ts'
import { numberedIn } from './numbered.ts'
import { flowsOf } from './watch.ts'

const taken = (value: number) => [{ kind: 'device.returns', error: 'none', value } as const]

/** Seeded bugs of steering. */
export const steeringBugs: readonly TunBug[] = [
  {
    ...ours(
      'tun-hash-of-direction',
      'tun/hash',
      'linux-tun.select.hash',
      'The two directions of a flow have hashes of their own.',
    ),
    wrap: (session) =>
      disguised(session, (frame) => {
        const { flow, mark, direction } = numberedIn(frame)
        return direction === 'forth' ? frame : numberedPacket(flow ^ 0x5555, mark)
      }),
  },
  {
    ...ours('tun-one-of-two', 'tun/hash', 'linux-tun.select.only', 'The only queue is read from another file.'),
    wrap: (session) =>
      meddling(session, () => async (stimulus, { slots }, perform) => {
        const [only] = slots
        if (stimulus.kind !== 'user.empties' || slots.length > 1 || only === undefined) return await perform(stimulus)
        const { file } = stimulus
        const entries = await perform(emptying(file === only ? file + 1 : only))
        if (entries === 'skipped') return entries
        return entries.map((entry) => (entry.kind === 'device.delivers' ? { ...entry, file } : entry))
      }),
  },
  {
    ...ours('tun-lesson-ignored', 'tun/learning', 'linux-tun.flow.learned', 'No flow is learned.'),
    wrap: (session) =>
      meddling(
        session,
        () => async (stimulus, _, perform) =>
          stimulus.kind === 'user.teaches' ? taken(stimulus.count) : await perform(stimulus),
      ),
  },
  {
    ...ours('tun-flow-stays', 'tun/learning', 'linux-tun.flow.moved', 'A flow that was learned does not move.'),
    wrap: (session) =>
      meddling(session, () => async (stimulus, watch, perform) => {
        const isKnown = stimulus.kind === 'user.teaches' && flowsOf(stimulus).some((flow) => watch.lessons.has(flow))
        return isKnown ? taken(stimulus.count) : await perform(stimulus)
      }),
  },
  {
    ...ours(
      'tun-queues-close-up',
      'tun/detach-hole',
      'linux-tun.detach.hole',
      'When a queue is detached those behind it move up, all of them.',
    ),
    wrap: (session) =>
      meddling(session, () => async (stimulus, { slots }, perform) => {
        const reply = await perform(stimulus)
        if (stimulus.kind !== 'user.switches' || !has(stimulus.flags, 'IFF_DETACH_QUEUE')) return reply
        // The last has taken the slot: those that were between go behind it by being detached and attached.
        for (const file of slots.slice(slots.indexOf(stimulus.file) + 1, -1)) {
          await perform(detaching(file))
          await perform(attaching(file))
        }
        const moved = slots.at(-1)
        if (moved !== undefined && slots.includes(stimulus.file) && moved !== stimulus.file) {
          await perform(detaching(moved))
          await perform(attaching(moved))
        }
        return reply
      }),
  },
  {
    ...ours(
      'tun-detached-keeps-packets',
      'tun/detach-hole',
      'linux-tun.detach.purged',
      'What a queue held when it was detached is read from it all the same.',
    ),
    wrap: (session) =>
      meddling(session, () => {
        const kept = new Map<TunFile, readonly DeviceDelivers[]>()
        return async (stimulus, { slots }, perform) => {
          const isLeaving = stimulus.kind === 'user.switches' && has(stimulus.flags, 'IFF_DETACH_QUEUE')
          if (isLeaving && slots.includes(stimulus.file)) {
            const seen = await perform(emptying(stimulus.file))
            const packets = seen === 'skipped' ? [] : seen.filter((entry) => entry.kind === 'device.delivers')
            kept.set(stimulus.file, packets)
          }
          const reply = await perform(stimulus)
          if (stimulus.kind !== 'user.empties' || reply === 'skipped') return reply
          const late = kept.get(stimulus.file) ?? []
          kept.delete(stimulus.file)
          return [...late, ...reply]
        }
      }),
  },
  {
    ...ours(
      'tun-void-takes-packets',
      'tun/detach-hole',
      'linux-tun.detach.last',
      'A device without queues takes packets, and they are gone.',
    ),
    wrap: (session) => alteredTun(session, () => (entry) => (entry.kind === 'device.drops' ? [] : [entry])),
  },
  {
    ...ours(
      'tun-heir-of-flows',
      'tun/detach-flows',
      'linux-tun.detach.flows',
      'What was learned from a queue goes to the one that takes its slot.',
    ),
    wrap: (session) =>
      meddling(session, () => async (stimulus, { slots, lessons }, perform) => {
        const reply = await perform(stimulus)
        const heir = slots.at(-1)
        if (stimulus.kind !== 'user.switches' || heir === undefined || heir === stimulus.file) return reply
        if (!has(stimulus.flags, 'IFF_DETACH_QUEUE')) return reply
        for (const [flow, file] of lessons) if (file === stimulus.file) await perform(teaching(heir, flow))
        return reply
      }),
  },
]
