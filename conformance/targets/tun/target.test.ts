import { describe, expect, it } from 'vitest'
import { tunFlag } from '../../../model/tun/flag.ts'
import { numberedPacket } from '../../../model/tun/numbered-packet.ts'
import { tunAvailability } from './availability.ts'
import { closeFile, TunHost } from './host.ts'
import { requests, TUNSETIFF } from './ioctl.ts'
import { TunSession } from './session.ts'
import { linuxTun } from './target.ts'

const availability = await tunAvailability()

it('has ioctls of numbers of their own', () => {
  const numbers = [TUNSETIFF, ...Object.values(requests).map(([number]) => number)]
  expect(new Set(numbers).size).toBe(numbers.length)
})

it('can be driven, or says what is missing', async () => {
  const { parts, lacks } = await linuxTun()
  if (typeof availability === 'string') expect(lacks?.['tun']).toContain(availability)
  else expect(parts?.tun).toBeDefined()
})

describe.runIf(typeof availability !== 'string')('the tun driver of this machine', () => {
  it('does what it is told, and leaves nothing behind', async () => {
    const target = await linuxTun()
    const session = await target.parts?.tun?.open()
    if (session === undefined) throw new Error('no session')
    const flags = tunFlag.IFF_TAP | tunFlag.IFF_NO_PI
    const bytes = numberedPacket(1, 1)
    expect(await session.perform({ kind: 'wire.arrives', frame: 1, bytes })).toBe('skipped')
    await session.perform({ kind: 'user.opens', file: 0 })
    expect(await session.perform({ kind: 'user.reads', file: 0, room: 100 })).toEqual([
      { kind: 'device.returns', error: 'EBADFD', value: 0 },
    ])
    await session.perform({ kind: 'user.attaches', file: 0, name: 'device', flags })
    expect(await session.perform({ kind: 'wire.arrives', frame: 1, bytes })).toEqual([
      { kind: 'device.drops', frame: 1 },
    ])
    await session.perform({ kind: 'admin.links', up: true })
    expect(await session.perform({ kind: 'wire.arrives', frame: 1, bytes })).toEqual([])
    expect(await session.perform({ kind: 'user.empties', file: 0 })).toEqual([
      { kind: 'device.delivers', file: 0, bytes },
      { kind: 'device.returns', error: 'EAGAIN', value: 0 },
    ])
    expect(await session.perform({ kind: 'user.writes', file: 0, bytes })).toEqual([
      { kind: 'device.returns', error: 'none', value: 60 },
      { kind: 'device.emits', bytes },
    ])
    await session.drain()
    expect(await session.perform({ kind: 'admin.links', up: true })).toBe('skipped')
    await session.close()
    await target.dispose?.()
  })

  it('has one device at most, which is deleted whatever holds it', async () => {
    if (typeof availability === 'string') return
    const host = new TunHost(availability)
    const descriptor = host.openFile()
    const session = new TunSession(host)
    expect(host.device()).toBeUndefined()
    availability.ioctl(descriptor, TUNSETIFF, host.request('device', tunFlag.IFF_TAP))
    expect(host.device()).toBeGreaterThan(0)
    await session.drain()
    expect(host.device()).toBeUndefined()
    closeFile(descriptor)
    host.close()
  })
})
