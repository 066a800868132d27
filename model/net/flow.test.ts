import { describe, expect, it } from 'vitest'
import { bytes } from '../kernel/bytes.ts'
import type { NetAction } from './action.ts'
import { netDevice } from './device.ts'
import { flowOf } from './flow.ts'
import {
  arrives,
  commands,
  configured,
  following,
  header12,
  live,
  multiqueue,
  offers,
  plainFrame,
  rests,
  tcpFrame,
  transmits,
  uses,
} from './live.fixture.ts'
import type { NetState } from './state.ts'

/** {@link tcpFrame} with addresses and ports exchanged: what its receiver answers. */
const answer = bytes(
  tcpFrame
    .replace('420995bba18e6450', 'a18e6450420995bb')
    .replace('0aea06e6', '06e60aea')
    .replace('525400123456020000000001', '020000000001525400123456'),
)

describe('flowOf', () => {
  it('is the same of a frame that comes in and of the answer that goes out', () => {
    expect(flowOf(tcpFrame, 'in')).toBe('4 tcp 420995bba18e6450 0aea06e6')
    expect(flowOf(answer, 'out')).toBe(flowOf(tcpFrame, 'in'))
    expect(flowOf(answer, 'in')).not.toBe(flowOf(tcpFrame, 'in'))
  })
  it('is none where no ports are to be had, or where it is open what the frame is', () => {
    expect(flowOf(plainFrame(1), 'in')).toBeUndefined()
    expect(flowOf(bytes(tcpFrame.replace('000040060000', '000040010000')), 'in')).toBeUndefined()
    const tagged = bytes(`${tcpFrame.slice(0, 24)}81000001${tcpFrame.slice(24)}`)
    expect(flowOf(tagged, 'in')).toBeUndefined()
  })
})

const machine = netDevice()
const placed = (queue: number, chain: number): NetAction => uses(queue, chain, header12 + tcpFrame)
const sent = (queue: number, chain: number): readonly NetAction[] => [
  transmits(queue, chain, chain, answer),
  { kind: 'device.sends', bytes: answer },
  uses(queue, chain),
  { kind: 'device.interrupts', queue: transmits(queue, chain, chain, answer).queue },
]

/** Two active pairs, each receive queue with a buffer. */
const device = following(
  configured(live({ features: multiqueue }), { name: 'VQ_PAIRS_SET', pairs: 2 }),
  offers(0, 1),
  offers(2, 2),
  rests,
)

/** Of which clauses a frame in this queue is a warning; `undefined` of none. */
function warned(state: NetState, queue: number, chain: number): readonly string[] | string | undefined {
  const step = machine.step(state, placed(queue, chain))
  return step.ok ? step.warnings?.map(({ clauses }) => clauses[0]) : step.refusal.because
}

describe('a frame of a flow that was sent', () => {
  const onSecond = following(device, ...sent(3, 20), rests)
  const come = following(onSecond, arrives(7, tcpFrame))

  it('should be placed in the receive queue of the same pair, and the reference does so', () => {
    expect(warned(come, 2, 2)).toBeUndefined()
    expect(warned(come, 0, 1)).toEqual(['net.mq.device.5'])
    const queues = machine.enabled(come).flatMap((act) => (act.kind === 'device.uses' ? [act.queue] : []))
    expect(queues).toEqual([2])
  })
  it('goes where it was sent last', () => {
    const again = following(onSecond, ...sent(1, 21), rests, arrives(7, tcpFrame))
    expect(warned(again, 2, 2)).toEqual(['net.mq.device.5'])
    expect(warned(again, 0, 1)).toBeUndefined()
  })
  it('may go anywhere while it is being sent: since the last rest, or after it came', () => {
    expect(warned(following(device, ...sent(3, 20), arrives(7, tcpFrame)), 0, 1)).toBeUndefined()
    expect(warned(following(come, ...sent(1, 21)), 2, 2)).toBeUndefined()
  })
  it('may go anywhere once it was sent on two queues without a rest between', () => {
    const both = following(device, ...sent(3, 20), ...sent(1, 21), rests, arrives(7, tcpFrame))
    expect([warned(both, 0, 1), warned(both, 2, 2)]).toEqual([undefined, undefined])
  })
  it('may go anywhere where its queue has surely no room', () => {
    const full = following(onSecond, arrives(6, tcpFrame), placed(2, 2), offers(2, 3), arrives(7, tcpFrame))
    expect(warned(full, 0, 1)).toBeUndefined()
  })
  it.each<[string, readonly NetAction[]]>([
    ['a command', [commands(90, { name: 'VQ_PAIRS_SET', pairs: 2 })]],
    [
      'a link that goes down and up',
      [
        { kind: 'admin.links', up: false },
        { kind: 'admin.links', up: true },
      ],
    ],
  ])('may go anywhere after %s', (_, between) => {
    expect(warned(following(come, ...between), 0, 1)).toBeUndefined()
  })
  it('may go anywhere where frames do not come in automatically', () => {
    const first = following(live({ features: multiqueue }), offers(0, 1), ...sent(1, 20), rests)
    expect(first.flows).toEqual({ known: [], fresh: [] })
  })
  it('of another flow is not bound', () => {
    const other = following(onSecond, arrives(7, answer))
    const step = machine.step(other, uses(0, 1, header12 + answer))
    expect(step.ok && step.warnings).toBeUndefined()
  })
})
