import { describe, expect, it } from 'vitest'
import type { ClauseId } from '../clause/clause.ts'
import type { TunAction, TunRequest, TunStimulus } from './action.ts'
import { tunDevice } from './device.ts'
import { flagWords, tunFlag } from './flag.ts'
import { numberedPacket } from './numbered-packet.ts'
import { plainOffloads } from './set-offload.ts'
import type { TunState } from './state.ts'

const machine = tunDevice()
const { IFF_TAP, IFF_TUN, IFF_NO_PI, IFF_MULTI_QUEUE, IFF_VNET_HDR, IFF_ATTACH_QUEUE, IFF_DETACH_QUEUE } = tunFlag
const tap = IFF_TAP | IFF_NO_PI | IFF_MULTI_QUEUE
const start = machine.initial({ files: 4, queueLength: 2, features: 0x7173, offloads: plainOffloads })

const open = (file: number): TunStimulus => ({ kind: 'user.opens', file })
const set = (file: number, flags = tap): TunStimulus => ({ kind: 'user.attaches', file, name: 'device', flags })
const queue = (file: number, flags: number): TunStimulus => ({ kind: 'user.switches', file, flags })
const ask = (file: number, request: TunRequest, value = 0): TunStimulus => {
  return { kind: 'user.requests', file, request, value }
}
const sends = (frame: number, flow = 1): TunStimulus => {
  return { kind: 'wire.arrives', frame, bytes: numberedPacket(flow, frame) }
}
const reads = (file: number): TunStimulus => ({ kind: 'user.empties', file })
const gives = (file: number, frame: number, flow = 1): TunAction => {
  return { kind: 'device.delivers', file, bytes: numberedPacket(flow, frame) }
}
const nothing: TunAction = { kind: 'device.returns', error: 'EAGAIN', value: 0 }
const fine: TunAction = { kind: 'device.returns', error: 'none', value: 0 }
const up: TunStimulus = { kind: 'admin.links', up: true }

/** The state after what must be allowed; calls that are not followed by what they return succeed. */
function reached(...acts: readonly TunAction[]): TunState {
  return acts.reduce<TunState>((state, act, index) => {
    const step = machine.step(state, act)
    if (!step.ok) throw new Error(`${act.kind}: ${step.refusal.because}`)
    const answer = step.state.answer
    if (answer === undefined || answer.kind === 'reads' || acts[index + 1]?.kind === 'device.returns') return step.state
    return machine.effect(step.state, { kind: 'device.returns', error: answer.error, value: answer.value ?? 0 })
  }, start)
}
const queues = (count: number): readonly TunStimulus[] =>
  Array.from({ length: count }, (_, file) => [open(file), set(file)])
    .flat()
    .concat(up)

/** The clause that an action breaks. */
function broken(state: TunState, act: TunAction): ClauseId | undefined {
  const step = machine.step(state, act)
  return step.ok ? undefined : step.refusal.clauses[0]
}
/** The error that a call must end with, after others. */
function errorOf(...acts: readonly TunAction[]): string {
  const last = acts.at(-1)
  const state = last === undefined ? start : machine.effect(reached(...acts.slice(0, -1)), last)
  return state.answer?.kind === 'returns' ? `${state.answer.error} ${state.answer.value}` : 'nothing'
}

describe('TUNSETIFF', () => {
  it('refuses in the order of the kernel', () => {
    const has = [open(0), set(0), open(1)]
    expect(errorOf(...has, set(0, 0))).toBe('EEXIST 0')
    expect(errorOf(...has, set(1, tunFlag.IFF_NAPI_FRAGS | tap))).toBe('EINVAL 0')
    expect(errorOf(...has, set(1, tunFlag.IFF_TUN_EXCL | IFF_TUN))).toBe('EBUSY 0')
    expect(errorOf(...has, set(1, IFF_TUN | IFF_MULTI_QUEUE))).toBe('EINVAL 0')
    expect(errorOf(...has, set(1, IFF_TAP))).toBe('EINVAL 0')
    expect(errorOf(open(0), set(0, IFF_TAP), open(1), set(1, IFF_TAP))).toBe('EBUSY 0')
    expect(errorOf(open(0), set(0, 0))).toBe('EINVAL 0')
    expect(errorOf(open(0), set(0, IFF_TUN | IFF_TAP), ask(0, 'TUNGETIFF'))).toBe('none 1')
  })

  it('leaves the flags of a device that has queues, and renews those of one that has none', () => {
    const second = [open(0), set(0, tap | IFF_VNET_HDR), open(1), set(1, tap)]
    expect(errorOf(...second, ask(1, 'TUNGETIFF'))).toBe(`none ${tap | IFF_VNET_HDR}`)
    const again = [
      open(0),
      set(0, tap | IFF_VNET_HDR),
      ask(0, 'TUNSETPERSIST', 1),
      { kind: 'user.closes', file: 0 } as const,
    ]
    expect(errorOf(...again, open(0), set(0), ask(0, 'TUNGETIFF'))).toBe(`none ${tap | tunFlag.IFF_PERSIST}`)
    expect(reached(...again).device?.carrier).toBe(false)
    expect(reached(open(0), set(0), { kind: 'user.closes', file: 0 }).device).toBeUndefined()
  })
})

describe('queues', () => {
  it('fill the hole with the last, and are appended', () => {
    expect(reached(...queues(4), queue(1, IFF_DETACH_QUEUE)).device?.slots).toEqual([0, 3, 2])
    const back = reached(...queues(4), queue(1, IFF_DETACH_QUEUE), queue(1, IFF_ATTACH_QUEUE | IFF_DETACH_QUEUE))
    expect(back.device?.slots).toEqual([0, 3, 2, 1])
    expect(errorOf(...queues(1), queue(0, IFF_ATTACH_QUEUE))).toBe('EINVAL 0')
    expect(errorOf(...queues(1), queue(0, 0))).toBe('EINVAL 0')
    const none = [...queues(1), queue(0, IFF_DETACH_QUEUE)]
    expect(errorOf(...none, ask(0, 'TUNSETCARRIER', 1))).toBe('EPERM 0')
    expect(errorOf(...none, ask(0, 'TUNGETIFF'))).toBe(`none ${tap | IFF_DETACH_QUEUE}`)
  })

  it('lose what they held when they are detached, and no other does', () => {
    const state = reached(...queues(1), sends(1), queue(0, IFF_DETACH_QUEUE), reads(0))
    expect(broken(state, gives(0, 1))).toBe('linux-tun.detach.purged')
    expect(broken(state, nothing)).toBeUndefined()
    expect(broken(reached(...queues(1), sends(1), reads(0)), nothing)).toBe('linux-tun.frame.lost')
  })

  it('hold as many packets as they may, in order', () => {
    const full = reached(...queues(1), sends(1), sends(2))
    expect(broken(full, { kind: 'device.drops', frame: 2 })).toBe('linux-tun.frame.lost')
    const over = machine.effect(full, sends(3))
    expect(broken(over, { kind: 'device.rests' })).toBe('linux-tun.queue.full')
    expect(broken(over, { kind: 'device.drops', frame: 3 })).toBeUndefined()
    const read = machine.effect(full, reads(0))
    expect(broken(read, gives(0, 2))).toBe('linux-tun.queue.order')
    expect(broken(read, gives(0, 1))).toBeUndefined()
  })
})

describe('steering', () => {
  it('knows nothing of a hash at first, and holds it to what was seen', () => {
    const seen = reached(...queues(2), sends(1), reads(1), gives(1, 1), nothing, sends(2), reads(0))
    expect(broken(seen, gives(0, 2))).toBe('linux-tun.select.hash')
    expect(broken(seen, nothing)).toBeUndefined()
  })

  it('is learned, moved and forgotten', () => {
    const taught = [...queues(2), { kind: 'user.teaches', file: 0, first: 1, count: 1 } as const]
    const then = (...acts: readonly TunAction[]) => reached(...taught, ...acts, sends(9), reads(1))
    expect(broken(then(), gives(1, 9))).toBe('linux-tun.flow.learned')
    const moved = [{ kind: 'user.teaches', file: 1, first: 1, count: 1 } as const]
    expect(broken(then(...moved), gives(1, 9))).toBeUndefined()
    expect(broken(then(...moved), nothing)).toBe('linux-tun.frame.lost')
    expect(broken(then({ kind: 'time.passes', time: 5000 }), gives(1, 9))).toBeUndefined()
  })
})

describe('reading and writing', () => {
  it('has headers', () => {
    const headed = reached(open(0), set(0, tap | IFF_VNET_HDR), up, ask(0, 'TUNSETVNETHDRSZ', 12), sends(1), reads(0))
    const bytes = (header: string) =>
      ({ kind: 'device.delivers', file: 0, bytes: header + numberedPacket(1, 1) }) as TunAction
    expect(broken(headed, bytes('00'.repeat(12)))).toBeUndefined()
    expect(broken(headed, bytes(`${'00'.repeat(10)}0100`))).toBe('linux-tun.header.zero')
    expect(broken(headed, bytes('00'.repeat(10)))).toBe('linux-tun.header.size')
  })

  it('comes into the host, once', () => {
    const packet = numberedPacket(1, 1)
    const written = reached(...queues(1), { kind: 'user.writes', file: 0, bytes: packet })
    expect(broken(written, { kind: 'device.rests' })).toBe('linux-tun.write.lost')
    expect(broken(written, { kind: 'device.emits', bytes: numberedPacket(2, 1) })).toBe('linux-tun.write.foreign')
    const emitted = machine.effect(written, { kind: 'device.emits', bytes: packet })
    expect(broken(emitted, { kind: 'device.rests' })).toBeUndefined()
    expect(errorOf(open(0), { kind: 'user.writes', file: 0, bytes: packet })).toBe('EBADFD 0')
    expect(errorOf(open(0), set(0), { kind: 'user.writes', file: 0, bytes: packet })).toBe('EIO 0')
  })
})

it('asks nobody for what cannot be done, and owes an answer', () => {
  expect(broken(start, queue(0, 0))).toBe('linux-tun.plan.possible')
  expect(broken(start, sends(1))).toBe('linux-tun.plan.possible')
  expect(broken(machine.effect(start, open(0)), { kind: 'device.rests' })).toBe('house.device.answers')
  expect(broken(start, fine)).toBe('house.device.answers')
  expect(broken(start, { kind: 'device.fails', how: 'hangs', words: 'late' })).toBe('house.device.answers')
  expect(flagWords(IFF_TAP | IFF_NO_PI)).toBe('IFF_TAP|IFF_NO_PI')
})
