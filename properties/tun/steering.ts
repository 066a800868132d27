import fc from 'fast-check'
import type { TunFile } from '../../model/tun/action.ts'
import type { Direction } from '../../model/tun/numbered-packet.ts'
import {
  attaching,
  bareTap,
  closing,
  detaching,
  filesUpTo,
  opening,
  queues,
  reading,
  rest,
  sender,
  setting,
  teaching,
} from './plan.ts'
import type { TunPlan, TunProperty } from './terms.ts'

/** Flows of one run, by their numbers: others than those of most runs, so that hashes of many are seen. */
const flowsOf = (most: number): fc.Arbitrary<readonly number[]> =>
  fc
    .tuple(fc.nat(0xffff00), fc.integer({ min: 2, max: most }))
    .map(([first, count]) => filesUpTo(count).map((one) => first + one))

/** Hashes are seen with several numbers of queues. */
const oracle: TunProperty = {
  id: 'tun/hash',
  says: 'A flow that was not learned has one hash, which chooses its queue in proportion whatever the number of queues, for both directions.',
  clauses: ['linux-tun.select.hash', 'linux-tun.select.only'],
  needs: ['tun'],
  plan: () =>
    fc
      .tuple(fc.integer({ min: 2, max: 8 }), flowsOf(12), fc.array(fc.nat(7), { minLength: 1, maxLength: 5 }))
      .map(([count, flows, detached]): TunPlan => {
        const send = sender()
        const all = filesUpTo(count)
        // The other direction is looked for in the last queue first: who answers with whatever is asked first has no hash.
        const seen = (direction: Direction = 'forth'): TunPlan => [
          ...flows.map((flow) => send(flow, direction)),
          ...reading(direction === 'forth' ? all : all.toReversed()),
        ]
        return [
          ...queues(count),
          ...seen(),
          ...seen('back'),
          ...detached.flatMap(
            (file): TunPlan => [detaching(file % count), ...seen('back'), attaching(file % count), ...seen()],
          ),
          ...all.slice(1).flatMap((file): TunPlan => [detaching(file), ...seen()]),
        ]
      }),
}

/** Flows are taught. */
const learning: TunProperty = {
  id: 'tun/learning',
  says: 'With more than one queue a flow goes to the queue that a packet of it was written to last, at once.',
  clauses: ['linux-tun.flow.learned', 'linux-tun.flow.moved'],
  needs: ['tun'],
  plan: () =>
    fc
      .tuple(
        fc.integer({ min: 1, max: 6 }),
        flowsOf(8),
        fc.array(fc.tuple(fc.nat(5), fc.nat(7), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 8 }),
      )
      .map(([count, flows, lessons]): TunPlan => {
        const send = sender()
        const [first = 0] = flows
        return [
          ...queues(count),
          ...lessons.flatMap(
            ([file, flow, some]): TunPlan => [
              teaching(file % count, first + (flow % flows.length), some),
              ...flows.map((one) => send(one)),
              ...reading(filesUpTo(count)),
            ],
          ),
        ]
      }),
}

/** A queue leaves, and another takes its place. */
const hole: TunProperty = {
  id: 'tun/detach-hole',
  says: 'When a queue is detached or closed the last takes its slot with what it holds, and what the other held is lost.',
  clauses: ['linux-tun.detach.hole', 'linux-tun.detach.purged', 'linux-tun.detach.last'],
  needs: ['tun'],
  plan: () =>
    fc
      .tuple(
        fc.integer({ min: 2, max: 6 }),
        flowsOf(6),
        fc.array(fc.tuple(fc.nat(5), fc.constantFrom('detach', 'attach', 'close', 'send'), fc.boolean()), {
          minLength: 2,
          maxLength: 12,
        }),
      )
      .map(([count, flows, steps]): TunPlan => {
        const send = sender()
        const all = filesUpTo(count)
        const act = (file: TunFile, how: (typeof steps)[number][1]): TunPlan => {
          if (how === 'detach') return [detaching(file)]
          if (how === 'attach') return [attaching(file)]
          return how === 'close' ? [closing(file), opening(file), setting(file, bareTap)] : []
        }
        return [
          ...queues(count),
          ...flows.map((flow) => send(flow)),
          ...reading(all),
          ...steps.flatMap(
            ([file, how, reads]): TunPlan => [
              ...flows.map((flow) => send(flow)),
              ...act(file % count, how),
              ...(reads ? reading(all) : [rest]),
            ],
          ),
          ...reading(all),
          ...all.map(detaching),
          ...flows.map((flow) => send(flow)),
          rest,
        ]
      }),
}

/** What was learned of a queue that leaves. */
const forgetting: TunProperty = {
  id: 'tun/detach-flows',
  says: 'What was learned from a queue is forgotten when it is detached, and no other queue gets it for that.',
  clauses: ['linux-tun.detach.flows'],
  needs: ['tun'],
  plan: () =>
    fc
      .tuple(
        fc.integer({ min: 3, max: 6 }),
        flowsOf(8),
        fc.nat(5),
        fc.array(fc.nat(5), { minLength: 8, maxLength: 8 }),
        fc.boolean(),
      )
      .map(([count, flows, detached, teachers, isLast]): TunPlan => {
        const send = sender()
        const all = filesUpTo(count)
        const file = detached % count
        const seen = (files: readonly TunFile[]): TunPlan => [...flows.map((flow) => send(flow)), ...reading(files)]
        // Now the queue is the last. Another goes behind it where a queue is to take its slot.
        const last = (file + 1) % count
        const behind = isLast ? [] : [detaching(last), attaching(last)]
        // The hashes are seen with as many queues as there are afterwards.
        return [
          ...queues(count),
          detaching(file),
          ...seen(all),
          attaching(file),
          ...behind,
          ...flows.map((flow, index) => teaching((teachers[index] ?? 0) % count, flow)),
          detaching(file),
          ...seen(all.toReversed()),
        ]
      }),
}

/** Properties of the queue that a packet goes to. */
export const steeringProperties: readonly TunProperty[] = [oracle, learning, hole, forgetting]
