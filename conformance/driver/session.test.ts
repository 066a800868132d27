import { beforeEach, describe, expect, test } from 'vitest'
import { TargetLost } from '../../properties/target.ts'
import { FIRST_GUARD } from './arena.ts'
import { DeviceLost } from './device-lost.ts'
import { FakeDevice } from './fake-device.fixture.ts'
import {
  arrives,
  commands,
  offers,
  poke,
  resets,
  rests,
  scribbles,
  shows,
  started,
  transmits,
} from './session.fixture.ts'
import { MemorySession } from './session.ts'

let device: FakeDevice
let session: MemorySession

beforeEach(() => {
  device = new FakeDevice()
  session = new MemorySession(device, { ringPosition: false })
})

describe('a look', () => {
  test('reports uses, then what was sent, then interrupts, each once', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    await session.perform(transmits(2, 'aabb'))
    const [rx, tx] = [device.chain(0, 0), device.chain(1, 0)]
    device.on = () => {
      device.fill(rx, [1, 2])
      device.use(0, rx.head, 2)
      device.use(1, tx.head, 0)
      device.sent.push(Uint8Array.of(0xaa, 0xbb))
      device.pending = new Set([1, 0])
      device.on = () => {}
    }
    const seen = [
      { kind: 'device.uses', queue: 0, chain: 1, length: 2, bytes: '0102' },
      { kind: 'device.uses', queue: 1, chain: 2, length: 0, bytes: '' },
      { kind: 'device.sends', bytes: 'aabb' },
      { kind: 'device.interrupts', queue: 1 },
      { kind: 'device.interrupts', queue: 0 },
    ]
    expect(await session.perform(arrives('00'))).toEqual(seen)
    expect(await session.settle()).toEqual([rests])
  })

  test('takes interrupts before it reads the rings: what comes in between is for the next look', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    const { head } = device.chain(0, 0)
    const take = device.takeInterrupts.bind(device)
    device.takeInterrupts = () => {
      const taken = take()
      device.takeInterrupts = take
      device.use(0, head, 0)
      device.pending.add(0)
      return taken
    }
    const use = { kind: 'device.uses', queue: 0, chain: 1, length: 0, bytes: '' }
    expect(await session.settle()).toEqual([use, rests])
    expect(await session.settle()).toEqual([{ kind: 'device.interrupts', queue: 0 }, rests])
  })

  test('at rest goes to the queues too that owe nothing', async () => {
    await started(session, device)
    device.use(0, 6, 60)
    expect(await session.perform(arrives('00'))).toEqual([])
    expect(await session.settle()).toEqual([{ kind: 'device.strays', queue: 0, head: 6, length: 60 }, rests])
  })
})

describe('what a device must not write', () => {
  test('a buffer after it was returned', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    const chain = device.chain(0, 0)
    device.fill(chain, [1, 2])
    device.use(0, chain.head, 2)
    await session.settle()
    expect(await session.settle()).toEqual([rests])
    poke(device, (chain.descriptors[0]?.address ?? 0) + 3)
    expect(await session.settle()).toEqual([scribbles('returned-buffer', { queue: 0, chain: 1 }), rests])
    expect(await session.settle()).toEqual([rests])
  })

  test('the descriptor table, or the available ring', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    poke(device, device.at(0).descriptors + 16 * device.chain(0, 0).head)
    poke(device, device.at(1).driver)
    expect(await session.settle()).toEqual([
      scribbles('descriptor-table', { queue: 0 }),
      scribbles('available-ring', { queue: 1 }),
      rests,
    ])
  })

  test('what it was given to read: while it has it, and together with returning it', async () => {
    await started(session, device)
    await session.perform(transmits(5, 'aabbcc', [12, 13]))
    const chain = device.chain(1, 0)
    const [header, first, second] = chain.descriptors.map(({ address }) => address)
    poke(device, first ?? 0)
    expect(await session.settle()).toEqual([scribbles('device-readable', { queue: 1, chain: 5 }), rests])
    poke(device, header ?? 0)
    poke(device, second ?? 0)
    device.use(1, chain.head, 0)
    expect(await session.settle()).toEqual([
      scribbles('device-readable', { queue: 1, chain: 5 }),
      { kind: 'device.uses', queue: 1, chain: 5, length: 0, bytes: '' },
      rests,
    ])
    poke(device, second ?? 0)
    expect(await session.settle()).toEqual([scribbles('returned-buffer', { queue: 1, chain: 5 }), rests])
  })

  test('past the end of a buffer', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    poke(device, (device.chain(0, 0).descriptors[0]?.address ?? 0) + 4)
    expect(await session.settle()).toEqual([scribbles('foreign-memory'), rests])
  })

  test('anything that was in use before a reset', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    const address = device.chain(0, 0).descriptors[0]?.address ?? 0
    poke(device, address)
    await session.perform(resets)
    expect(await session.settle()).toEqual([rests])
    await started(session, device)
    expect(await session.settle()).toEqual([rests])
    poke(device, address)
    expect(await session.settle()).toEqual([scribbles('foreign-memory'), rests])
  })

  test('what it may write: used ring and outstanding buffers, all of them', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    const { address } = device.chain(0, 0).descriptors[0] ?? { address: 0 }
    for (const at of [0, 3]) poke(device, address + at)
    for (const at of [0, 4 + 8 * 8, 4 + 8 * 8 + 1]) poke(device, device.at(0).device + at)
    const asks = { kind: 'device.asks', queue: 0, flags: device.memory.read16(device.at(0).device) }
    expect(await session.settle()).toEqual([asks, rests])
    expect(await session.settle()).toEqual([rests])
  })
})

describe('a reset', () => {
  test('shows what came before it, but no acknowledgement, and forgets the rest', async () => {
    await started(session, device, 'VIRTIO_NET_F_CTRL_VQ')
    await session.perform(offers(1, 4))
    await session.perform(offers(2, 4))
    await session.perform(commands(3))
    const placements = new Map(device.placements)
    device.on = (call) => {
      if (call !== 'reset') return
      device.use(0, device.chain(0, 1).head, 0)
      device.use(2, device.chain(2, 0).head, 1)
      device.memory.view.setUint8(device.at(1).descriptors, 1)
      device.pending.add(0)
    }
    expect(await session.perform(resets)).toEqual([
      { kind: 'device.uses', queue: 0, chain: 2, length: 0, bytes: '' },
      { kind: 'device.interrupts', queue: 0 },
      { kind: 'device.scribbles', on: 'descriptor-table', queue: 1 },
      shows('00'),
    ])
    expect(await session.perform(offers(4, 4))).toBe('skipped')
    device.on = () => {}
    await started(session, device)
    for (const queue of [0, 1]) {
      expect(device.at(queue).descriptors).not.toBe(placements.get(queue)?.descriptors)
      expect(device.available(queue)).toBe(0)
    }
    expect(await session.settle()).toEqual([rests])
  })

  test('shows strays of queues that owe nothing', async () => {
    await started(session, device)
    device.on = (call) => {
      if (call === 'reset') device.use(1, 6, 60)
    }
    const stray = { kind: 'device.strays', queue: 1, head: 6, length: 60 }
    expect(await session.perform(resets)).toEqual([stray, shows('00')])
  })

  test('goes on in fresh memory while no more than half is in use', async () => {
    await started(session, device)
    await session.perform(offers(1, device.memory.size / 4))
    const before = device.at(0).descriptors
    await session.perform(resets)
    await started(session, device)
    expect(device.at(0).descriptors).toBeGreaterThan(before)
  })

  test('makes room again once half of the memory is in use', async () => {
    await started(session, device)
    const first = device.at(0).descriptors
    expect(first).toBe(FIRST_GUARD)
    expect(await session.perform(offers(1, device.memory.size / 2))).toEqual([])
    expect(await session.perform(offers(2, device.memory.size / 2))).toBe('skipped')
    await session.perform(resets)
    await started(session, device)
    expect(device.at(0).descriptors).toBe(first)
    expect(await session.settle()).toEqual([rests])
  })
})

describe('draining', () => {
  test('resets, empties, and drops whatever was still to be seen', async () => {
    await started(session, device)
    await session.perform(offers(1, 4))
    device.use(0, device.chain(0, 0).head, 0)
    poke(device, device.at(0).driver)
    device.sent.push(Uint8Array.of(1))
    device.pending.add(0)
    device.calls.length = 0
    await session.drain()
    expect(device.calls).toEqual(['reset', 'drain'])
    expect(await session.settle()).toEqual([rests])
    expect(await session.perform(offers(2, 4))).toBe('skipped')
    await started(session, device)
    expect(device.at(0).descriptors).toBe(FIRST_GUARD)
    expect(await session.settle()).toEqual([rests])
  })
})

describe('a device that fails', () => {
  test('asks for a reset: said once, until it was reset', async () => {
    device.needsReset = true
    const fails = { kind: 'device.fails', how: 'needs-reset', words: 'the fake device has nothing to say' }
    expect(await session.settle()).toEqual([fails, rests])
    expect(await session.settle()).toEqual([rests])
    await session.perform(resets)
    expect(await session.settle()).toEqual([rests])
    device.needsReset = true
    expect(await session.settle()).toEqual([fails, rests])
    await session.perform(resets)
    device.needsReset = true
    expect(await session.settle()).toEqual([fails, rests])
  })

  test.each(['dies', 'hangs'] as const)(
    '%s: said where it happened and at every rest, and nothing is done any more',
    async (how) => {
      await started(session, device)
      device.on = (call) => {
        if (call === 'notify 0') throw new DeviceLost(how, 'no answer to a doorbell', 'Aborted')
      }
      const fails = { kind: 'device.fails', how, words: 'no answer to a doorbell; its last words: Aborted' }
      expect(await session.perform(offers(1, 4))).toEqual([fails])
      device.calls.length = 0
      expect(await session.perform(offers(2, 4))).toBe('skipped')
      expect(await session.perform(resets)).toBe('skipped')
      expect(await session.settle()).toEqual([fails, rests])
      expect(await session.settle()).toEqual([fails, rests])
      expect(device.calls).toEqual([])
      await expect(session.drain()).rejects.toThrow(new TargetLost(`the device is lost: ${fails.words}`))
      await session.close()
      expect(device.calls).toEqual(['close'])
    },
  )

  test('at a rest', async () => {
    device.on = () => {
      throw new DeviceLost('hangs', 'no rest in 5 s', '')
    }
    expect(await session.settle()).toEqual([{ kind: 'device.fails', how: 'hangs', words: 'no rest in 5 s' }, rests])
  })

  test('but a lost target, or a fault of ours, is no failure of the device', async () => {
    for (const error of [new TargetLost('the namespace is gone'), new Error('fault: ours')]) {
      device.on = () => {
        throw error
      }
      await expect(session.settle()).rejects.toBe(error)
      await expect(session.perform(resets)).rejects.toBe(error)
    }
    device.on = () => {}
    expect(await session.settle()).toEqual([rests])
  })

  test('has the last word', () => {
    expect(session.diagnostics()).toBe('the fake device has nothing to say')
  })
})
