/** The parts of the tun device, each by itself. */
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../kernel/bytes.ts'
import { faultsOfReturning, returned } from './answer.ts'
import { arrived, dropped, faultsOfDropping } from './arrival.ts'
import { purged, withoutQueue } from './detach.ts'
import { enabledTun } from './enabled.ts'
import { errnos } from './errno.ts'
import { closed, opened } from './file.ts'
import { tunFlag } from './flag.ts'
import { anyHash } from './hash-range.ts'
import { numberedPacket } from './numbered-packet.ts'
import { awaiting, fails, succeeds } from './outcome.ts'
import { foundIn, isSurelyIn, mayBeLost, missedIn, type Pending, placesOf } from './pending.ts'
import { candidates, readBytes, reading } from './read.ts'
import { answerTo, headersOf } from './request.ts'
import { owedByTun } from './rest.ts'
import { standardTunRules } from './rules.ts'
import { setIff } from './set-iff.ts'
import { plainOffloads } from './set-offload.ts'
import { setQueue } from './set-queue.ts'
import { type TunDevice, type TunState, tunPowerOn, withPhase } from './state.ts'
import { faultsOfDoing } from './user.ts'
import { teaching, writing } from './write.ts'

const start = tunPowerOn({ files: 3, queueLength: 4, features: 1, offloads: plainOffloads })
const flags = tunFlag.IFF_TAP | tunFlag.IFF_MULTI_QUEUE | tunFlag.IFF_VNET_HDR
const one = setIff(opened(start, 0).state, { kind: 'user.attaches', file: 0, name: 'device', flags }).state
const two = setIff(opened(one, 1).state, { kind: 'user.attaches', file: 1, name: 'device', flags }).state

function deviceOf({ device }: TunState): TunDevice {
  if (device === undefined) throw new Error('no device')
  return device
}
const running: TunState = { ...two, device: { ...deviceOf(two), up: true } }

const pending: Pending = {
  frame: 1,
  bytes: numberedPacket(1, 1),
  flow: 'f',
  slots: [7, 8],
  fixed: undefined,
  hashed: true,
  absent: [],
  purged: [],
  why: 'linux-tun.select.hash',
  excess: false,
}

describe('a packet that waits', () => {
  it('may be in every queue until more is known', () => {
    expect(placesOf(pending, {})).toEqual([7, 8])
    const upper = foundIn(pending, 8, {})
    expect(upper).toEqual({ f: [[2 ** 31, 2 ** 32]] })
    expect(missedIn(pending, 7, {})).toEqual(upper)
    expect(missedIn(pending, 8, upper)).toBe(upper)
    expect(placesOf(pending, upper)).toEqual([8])
    expect(isSurelyIn(pending, 8, upper)).toBe(true)
    expect(foundIn({ ...pending, fixed: 0 }, 7, {})).toEqual({})
    expect(missedIn({ ...pending, fixed: 0 }, 7, {})).toEqual({})
  })

  it('may be lost where a queue was emptied', () => {
    const [lost] = purged([pending], 7)
    if (lost === undefined) throw new Error('gone')
    expect(placesOf(lost, {})).toEqual([8])
    expect(mayBeLost(lost, {})).toBe(true)
    expect(isSurelyIn(lost, 8, {})).toBe(false)
    expect(mayBeLost(lost, { f: [[2 ** 31, 2 ** 32]] })).toBe(false)
    expect(purged([pending], 9)).toEqual([pending])
    expect(anyHash.length).toBe(1)
  })
})

describe('files and queues', () => {
  it('come and go', () => {
    expect(deviceOf(two).slots).toEqual([0, 1])
    expect(withoutQueue(deviceOf(two), 0, standardTunRules)).toMatchObject({ slots: [1], swapped: true })
    expect(withoutQueue(deviceOf(two), 2, standardTunRules)).toBe(two.device)
    const left = setQueue(two, { kind: 'user.switches', file: 1, flags: tunFlag.IFF_DETACH_QUEUE }, standardTunRules)
    expect(left.state.device).toMatchObject({ slots: [0], disabled: [1], swapped: false })
    expect(closed(closed(two, 0, standardTunRules).state, 1, standardTunRules).state.device).toBeUndefined()
    expect(withPhase(start, 2, 'detached').files).toEqual(['closed', 'closed', 'detached'])
  })

  it('are used while they are open', () => {
    const words = (state: TunState, file: number) =>
      faultsOfDoing(state, { kind: 'user.empties', file }).map(({ by, clauses }) => [by, ...clauses])
    expect(words(two, 0)).toEqual([])
    expect(words(two, 2)).toEqual([['user', 'linux-tun.plan.possible']])
    expect(words(two, 3)).toEqual([['user', 'linux-tun.plan.possible']])
    expect(words(awaiting(succeeds(two, 'linux-tun.file.opens')), 0).length).toBe(1)
    expect(faultsOfDoing(start, { kind: 'admin.links', up: true })[0]?.by).toBe('admin')
    expect(faultsOfDoing(start, { kind: 'time.passes', time: 1 })).toEqual([])
  })
})

describe('other ioctls', () => {
  const errorOf = (request: Parameters<typeof answerTo>[1]['request'], value: number, state = running, file = 0) =>
    answerTo(state, { kind: 'user.requests', file, request, value }).error

  it('have errors of their own', () => {
    expect(errorOf('TUNSETVNETHDRSZ', 9)).toBe('EINVAL')
    expect(errorOf('TUNSETVNETHDRSZ', 100_000)).toBe('none')
    expect(errorOf('TUNSETSNDBUF', 0)).toBe('EINVAL')
    expect(errorOf('TUNSETOWNER', -1)).toBe('EINVAL')
    expect(errorOf('TUNSETGROUP', -1)).toBe('EINVAL')
    expect(errorOf('TUNSETGROUP', 5)).toBe('none')
    expect(errorOf('TUNSETLINK', 1)).toBe('EBUSY')
    expect(errorOf('TUNSETLINK', 1, two)).toBe('none')
    expect(errorOf('TUNSETIFINDEX', 5)).toBe('EPERM')
    expect(errorOf('TUNSETIFINDEX', -5, opened(two, 2).state, 2)).toBe('EINVAL')
    expect(errorOf('TUNSETPERSIST', 1, opened(two, 2).state, 2)).toBe('EBADFD')
    expect(errorOf('TUNSETSTEERINGEBPF', 99)).toBe('EBADF')
    expect(errorOf('TUNSETFILTEREBPF', -1)).toBe('none')
    expect(errorOf('TUNSETOFFLOAD', 2)).toBe('EINVAL')
    expect(errorOf('unknown', 0)).toBe('EINVAL')
    expect(errnos).toContain('EBADFD')
  })

  it('change the headers', () => {
    expect(headersOf(deviceOf(two))).toEqual({ information: 4, header: 10 })
    expect(headersOf({ ...deviceOf(two), flags: tunFlag.IFF_NO_PI })).toEqual({ information: 0, header: 0 })
  })
})

describe('packets', () => {
  const packet = numberedPacket(5, 1)
  const sent = arrived(running, { kind: 'wire.arrives', frame: 1, bytes: packet }, standardTunRules)

  it('are read behind their headers, as much as there is room for', () => {
    const device = deviceOf(sent)
    expect(readBytes(device, packet, 1000)).toBe(`00000800${'00'.repeat(10)}${packet}`)
    expect(readBytes(device, packet, 20)).toBe(`01000800${'00'.repeat(10)}${packet.slice(0, 12)}`)
    expect(candidates(device, 1, {}).length).toBe(1)
    const asked = reading(sent, 1, 100, true)
    expect(enabledTun(asked, standardTunRules).map(({ kind }) => kind)).toEqual(['device.delivers', 'device.returns'])
    const empty = returned(asked, { kind: 'device.returns', error: 'EAGAIN', value: 0 })
    expect(candidates(deviceOf(empty), 1, empty.hashes)).toEqual([])
    const short = reading(sent, 1, 13, false)
    expect(faultsOfReturning(short, { kind: 'device.returns', error: 'EINVAL', value: 0 })).toEqual([])
    expect(deviceOf(returned(short, { kind: 'device.returns', error: 'EINVAL', value: 0 })).pending).toEqual([])
  })

  it('are taken or not', () => {
    const drop = { kind: 'device.drops', frame: 1 } as const
    expect(faultsOfDropping(sent, drop, standardTunRules)[0]?.clauses).toEqual(['linux-tun.frame.lost'])
    expect(deviceOf(dropped(sent, drop)).pending).toEqual([])
    const down = arrived(two, { kind: 'wire.arrives', frame: 1, bytes: packet }, standardTunRules)
    expect(owedByTun(down).map(({ clauses }) => clauses)).toEqual([['linux-tun.carrier.off']])
    expect(faultsOfDropping(down, drop, standardTunRules)).toEqual([])
  })

  it('are written with what is right before them', () => {
    const write = (header: string, frame: string = packet) =>
      writing(running, { kind: 'user.writes', file: 0, bytes: `00000000${header}${frame}` as Bytes }).clause
    expect(write('00'.repeat(10))).toBe('linux-tun.write.taken')
    expect(write('00'.repeat(9), '')).toBe('linux-tun.write.short')
    expect(write('00003d000000000000000000'.slice(0, 20))).toBe('linux-tun.write.header-length')
    expect(write('01000000000030000c00')).toBe('linux-tun.write.header-length')
    expect(write('01000000000030000a00')).toBe('linux-tun.write.taken')
    expect(write('00000d00000000000000')).toBe('linux-tun.write.runt')
    expect(write('00'.repeat(10), '02'.repeat(13))).toBe('linux-tun.write.runt')
    const lesson = teaching(running, { kind: 'user.teaches', file: 1, first: 0, count: 3 })
    expect(Object.values(deviceOf(lesson.state).flows).map(({ slot }) => slot)).toEqual([1, 1, 1])
    expect(fails(running, 'EIO', 'linux-tun.write.down').value).toBe(0)
  })
})
