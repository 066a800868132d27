import { beforeEach, describe, expect, test } from 'vitest'
import { type FeatureName, featuresNamed } from '../../model/feature/table.ts'
import { queueIndex, ringPosition } from '../../model/kernel/brand.ts'
import { bytes, hexOf } from '../../model/kernel/bytes.ts'
import type { NetStimulus } from '../../model/net/action.ts'
import { TargetLost } from '../../properties/target.ts'
import { FIRST_GUARD } from './arena.ts'
import { DeviceLost } from './device-lost.ts'
import { FakeDevice, FakeMemory } from './fake-device.ts'
import { MemorySession } from './session.ts'

let device: FakeDevice
let session: MemorySession

const rests = { kind: 'device.rests' }
const RX = queueIndex(0)
const TX = queueIndex(1)

const accepts = (...names: FeatureName[]): NetStimulus => ({ kind: 'driver.accepts', features: featuresNamed(names) })
const starts = (size = 8): NetStimulus => ({ kind: 'driver.starts', size })
const offers = (chain: number, ...lengths: number[]): NetStimulus => ({
  kind: 'driver.offers',
  queue: RX,
  chain,
  lengths,
})
const transmits = (chain: number, text: string, cuts: number[] = []): NetStimulus => ({
  kind: 'driver.transmits',
  queue: TX,
  chain,
  frame: chain,
  bytes: bytes(text),
  cuts,
})
const commands = (chain: number): NetStimulus => ({
  kind: 'driver.commands',
  chain,
  command: { name: 'RAW', class: 4, command: 0, data: bytes('0200') },
})
const shows = (value: string) => ({ kind: 'device.shows', field: 'device_status', value })

async function started(...names: FeatureName[]): Promise<void> {
  await session.perform(accepts(...names))
  await session.perform(starts())
  device.calls.length = 0
}

/** The device alters one byte. */
function poke(address: number): void {
  device.memory.view.setUint8(address, device.memory.view.getUint8(address) ^ 0xff)
}

beforeEach(() => {
  device = new FakeDevice()
  session = new MemorySession(device, { ringPosition: false })
})

describe('the life cycle', () => {
  test('a reset shows the status read after it', async () => {
    expect(await session.perform({ kind: 'driver.resets' })).toEqual([shows('00')])
    expect(device.calls).toEqual(['reset', 'status'])
  })

  test('features are accepted behind ACKNOWLEDGE and DRIVER, each written by itself', async () => {
    const features = featuresNamed(['VIRTIO_F_VERSION_1', 'VIRTIO_NET_F_MAC'])
    expect(await session.perform({ kind: 'driver.accepts', features })).toEqual([{ kind: 'device.agrees', ok: true }])
    const writes = device.calls.filter((call) => call.startsWith('write'))
    expect(writes).toEqual(['writeStatus 1', 'writeStatus 3', `writeFeatures ${features}`, 'writeStatus 11'])
  })

  test('bits that stand already are not written again', async () => {
    expect(await session.perform({ kind: 'driver.sets', bit: 'ACKNOWLEDGE' })).toEqual([shows('01')])
    expect(await session.perform({ kind: 'driver.sets', bit: 'DRIVER' })).toEqual([shows('03')])
    device.calls.length = 0
    await session.perform(accepts())
    expect(device.calls.filter((call) => call.startsWith('writeStatus'))).toEqual(['writeStatus 11'])
  })

  test('a device that does not agree cannot be started, but may be asked again', async () => {
    device.agrees = false
    expect(await session.perform(accepts('VIRTIO_NET_F_MQ'))).toEqual([{ kind: 'device.agrees', ok: false }])
    expect(await session.perform(starts())).toBe('skipped')
    device.agrees = true
    expect(await session.perform(accepts())).toEqual([{ kind: 'device.agrees', ok: true }])
    expect(await session.perform(accepts())).toBe('skipped')
    expect(await session.perform(starts())).toEqual([])
    expect(await session.perform(starts())).toBe('skipped')
    await session.perform({ kind: 'driver.resets' })
    expect(await session.perform(starts())).toBe('skipped')
    expect(await session.perform(accepts())).toEqual([{ kind: 'device.agrees', ok: true }])
  })

  test('FEATURES_OK by itself agrees to what was written, DRIVER_OK by itself starts no queue', async () => {
    expect(await session.perform({ kind: 'driver.sets', bit: 'FEATURES_OK' })).toEqual([
      { kind: 'device.agrees', ok: true },
    ])
    expect(await session.perform({ kind: 'driver.sets', bit: 'DRIVER_OK' })).toEqual([shows('0c')])
    expect(await session.perform(starts())).toBe('skipped')
    expect(await session.perform(offers(1, 100))).toBe('skipped')
  })

  test('after FAILED there is nothing but reading, what comes from the wire, and a reset', async () => {
    await started('VIRTIO_NET_F_CTRL_VQ')
    expect(await session.perform({ kind: 'driver.sets', bit: 'FAILED' })).toEqual([shows('8f')])
    const barred: NetStimulus[] = [
      offers(1, 100),
      transmits(2, 'aa'),
      commands(3),
      accepts(),
      starts(),
      { kind: 'driver.sets', bit: 'DRIVER_OK' },
      { kind: 'driver.notifies', queue: RX, on: false },
    ]
    for (const stimulus of barred) expect(await session.perform(stimulus), stimulus.kind).toBe('skipped')
    expect(await session.perform({ kind: 'driver.reads', field: 'device_status' })).toEqual([shows('8f')])
    expect(await session.perform({ kind: 'wire.arrives', frame: 1, bytes: bytes('aa') })).toEqual([])
    expect(await session.perform({ kind: 'driver.resets' })).toEqual([shows('00')])
    expect(await session.perform(accepts())).toEqual([{ kind: 'device.agrees', ok: true }])
  })

  test('a field is read where the standard puts it', async () => {
    device.config.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await session.perform({ kind: 'driver.reads', field: 'max_virtqueue_pairs' })).toEqual([
      { kind: 'device.shows', field: 'max_virtqueue_pairs', value: '090a' },
    ])
    expect(await session.perform({ kind: 'driver.reads', field: 'mac' })).toEqual([
      { kind: 'device.shows', field: 'mac', value: '010203040506' },
    ])
  })
})

describe('starting', () => {
  const enabled = (): readonly number[] => [...device.placements.keys()]

  test('enables one pair, then sets DRIVER_OK', async () => {
    device.config.set([4, 0], 8)
    await session.perform(accepts())
    device.calls.length = 0
    expect(await session.perform(starts())).toEqual([])
    expect(device.calls).toEqual(['enable 0', 'enable 1', 'status', 'writeStatus 15'])
    expect(device.at(0).size).toBe(8)
  })

  test('puts the control queue at 2 without MQ and RSS, behind the last of all pairs with either', async () => {
    device.config.set([3, 0], 8)
    await started('VIRTIO_NET_F_CTRL_VQ')
    expect(enabled()).toEqual([0, 1, 2])
    for (const name of ['VIRTIO_NET_F_MQ', 'VIRTIO_NET_F_RSS'] as const) {
      await session.perform({ kind: 'driver.resets' })
      await started('VIRTIO_NET_F_CTRL_VQ', name)
      expect(enabled()).toEqual([0, 1, 2, 3, 4, 5, 6])
    }
  })

  test.each([
    [0, 2],
    [0x8000, 2],
    [2, 4],
    [0x0100, 512],
  ])('takes max_virtqueue_pairs %i for %i queues', async (pairs, queues) => {
    device = new FakeDevice(new FakeMemory(1 << 21))
    session = new MemorySession(device, { ringPosition: false })
    device.config.set([pairs & 0xff, pairs >> 8], 8)
    await started('VIRTIO_NET_F_MQ')
    expect(enabled().length).toBe(queues)
  })

  test('makes no queue larger than the device takes, and none that is not there', async () => {
    device.maxSize = 6
    await started()
    expect(device.at(0).size).toBe(4)
    device.maxSize = 0
    await session.perform({ kind: 'driver.resets' })
    await started()
    expect(enabled()).toEqual([])
    expect(await session.perform(offers(1, 100))).toBe('skipped')
  })

  test('is skipped with features that this driver does not speak', async () => {
    await session.perform(accepts('VIRTIO_F_RING_PACKED'))
    expect(await session.perform(starts())).toBe('skipped')
  })

  test('refuses a size that is none', async () => {
    await session.perform(accepts())
    await expect(session.perform(starts(12))).rejects.toThrow(
      new RangeError('driver.starts: size must be a power of two up to 32768, not 12'),
    )
  })

  test('begins elsewhere only where the target can', async () => {
    const elsewhere: NetStimulus = { kind: 'driver.starts', size: 8, position: ringPosition(65_530) }
    await session.perform(accepts())
    expect(await session.perform(elsewhere)).toBe('skipped')
    expect(await session.perform({ ...elsewhere, position: ringPosition(0) })).toEqual([])
    session = new MemorySession(device, { ringPosition: true })
    await session.perform({ kind: 'driver.resets' })
    await session.perform(accepts())
    expect(await session.perform(elsewhere)).toEqual([])
    expect(device.at(1).position).toBe(65_530)
  })
})

describe('traffic', () => {
  test('goes to queues of its kind, and only to those that are there', async () => {
    expect(await session.perform(offers(1, 100))).toBe('skipped')
    await started()
    expect(await session.perform({ ...offers(1, 100), queue: TX } as NetStimulus)).toBe('skipped')
    expect(await session.perform({ ...transmits(1, 'aa'), queue: RX } as NetStimulus)).toBe('skipped')
    expect(await session.perform({ ...transmits(1, 'aa'), queue: queueIndex(3) } as NetStimulus)).toBe('skipped')
    expect(await session.perform(commands(1))).toBe('skipped')
    expect(await session.perform({ kind: 'driver.notifies', queue: queueIndex(2), on: false })).toBe('skipped')
    expect(device.calls).toEqual([])
  })

  test('is announced, unless the device wants to be spared it', async () => {
    await started('VIRTIO_NET_F_CTRL_VQ')
    await session.perform(offers(1, 100))
    await session.perform(transmits(2, 'aa'))
    await session.perform(commands(3))
    expect(device.calls).toEqual(['notify 0', 'notify 1', 'notify 2'])
    device.memory.write16(device.at(0).device, 1)
    await session.perform(offers(4, 100))
    expect(device.calls).toEqual(['notify 0', 'notify 1', 'notify 2'])
    expect(device.available(0)).toBe(2)
  })

  test('is skipped when the ring is full', async () => {
    await started()
    for (const chain of [1, 2, 3, 4]) await session.perform(offers(chain, 50, 50))
    expect(await session.perform(offers(5, 50))).toBe('skipped')
    expect(device.available(0)).toBe(4)
  })

  test.each([
    [[], 12],
    [['VIRTIO_NET_F_HASH_REPORT'], 20],
  ] as const)('with the features %j carries a header of %i zeros before each frame', async (names, size) => {
    await started(...names)
    await session.perform(transmits(1, 'aabbcc', [4, size + 1]))
    const { descriptors } = device.chain(1, 0)
    const pieces = descriptors.map(({ address, length }) => hexOf(device.memory.read(address, length)))
    expect(pieces).toEqual(['00'.repeat(4), `${'00'.repeat(size - 4)}aa`, 'bbcc'])
    expect(descriptors.map(({ flags }) => flags)).toEqual([1, 1, 0])
  })

  test('a command ends in one byte for the acknowledgement, which is reported as such', async () => {
    await started('VIRTIO_NET_F_CTRL_VQ')
    await session.perform(commands(3))
    const chain = device.chain(2, 0)
    expect(chain.descriptors.map(({ length, flags }) => [length, flags])).toEqual([
      [4, 1],
      [1, 2],
    ])
    device.fill(chain, [1])
    device.use(2, chain.head, 1)
    expect(await session.settle()).toEqual([
      { kind: 'device.acknowledges', queue: 2, chain: 3, length: 1, bytes: '01' },
      rests,
    ])
  })

  test('turning notifications off and on shows in the available ring', async () => {
    await started()
    expect(await session.perform({ kind: 'driver.notifies', queue: RX, on: false })).toEqual([])
    expect(device.memory.read16(device.at(0).driver)).toBe(1)
    expect(await session.perform({ kind: 'driver.notifies', queue: RX, on: true })).toEqual([])
    expect(device.memory.read16(device.at(0).driver)).toBe(0)
  })

  test('a frame that did not get onto the wire did not arrive', async () => {
    expect(await session.perform({ kind: 'wire.arrives', frame: 1, bytes: bytes('0102') })).toEqual([])
    expect(device.injected.map(hexOf)).toEqual(['0102'])
    device.takesFrames = false
    expect(await session.perform({ kind: 'wire.arrives', frame: 2, bytes: bytes('0102') })).toBe('skipped')
  })
})

describe('a look', () => {
  test('reports uses, then what was sent, then interrupts, each once', async () => {
    await started()
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
    expect(await session.perform({ kind: 'wire.arrives', frame: 9, bytes: bytes('00') })).toEqual(seen)
    expect(await session.settle()).toEqual([rests])
  })

  test('takes interrupts before it reads the rings: what comes in between is for the next look', async () => {
    await started()
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
    await started()
    device.use(0, 6, 60)
    expect(await session.perform({ kind: 'wire.arrives', frame: 1, bytes: bytes('00') })).toEqual([])
    expect(await session.settle()).toEqual([{ kind: 'device.strays', queue: 0, head: 6, length: 60 }, rests])
  })
})

describe('what a device must not write', () => {
  const scribbles = (on: string, more: object = {}) => ({ kind: 'device.scribbles', on, ...more })

  test('a buffer after it was returned', async () => {
    await started()
    await session.perform(offers(1, 4))
    const chain = device.chain(0, 0)
    device.fill(chain, [1, 2])
    device.use(0, chain.head, 2)
    await session.settle()
    expect(await session.settle()).toEqual([rests])
    poke((chain.descriptors[0]?.address ?? 0) + 3)
    expect(await session.settle()).toEqual([scribbles('returned-buffer', { queue: 0, chain: 1 }), rests])
    expect(await session.settle()).toEqual([rests])
  })

  test('the descriptor table, or the available ring', async () => {
    await started()
    await session.perform(offers(1, 4))
    poke(device.at(0).descriptors + 16 * device.chain(0, 0).head)
    poke(device.at(1).driver)
    expect(await session.settle()).toEqual([
      scribbles('descriptor-table', { queue: 0 }),
      scribbles('available-ring', { queue: 1 }),
      rests,
    ])
  })

  test('what it was given to read: while it has it, and together with returning it', async () => {
    await started()
    await session.perform(transmits(5, 'aabbcc', [12, 13]))
    const chain = device.chain(1, 0)
    const [header, first, second] = chain.descriptors.map(({ address }) => address)
    poke(first ?? 0)
    expect(await session.settle()).toEqual([scribbles('device-readable', { queue: 1, chain: 5 }), rests])
    poke(header ?? 0)
    poke(second ?? 0)
    device.use(1, chain.head, 0)
    expect(await session.settle()).toEqual([
      scribbles('device-readable', { queue: 1, chain: 5 }),
      { kind: 'device.uses', queue: 1, chain: 5, length: 0, bytes: '' },
      rests,
    ])
    poke(second ?? 0)
    expect(await session.settle()).toEqual([scribbles('returned-buffer', { queue: 1, chain: 5 }), rests])
  })

  test('past the end of a buffer', async () => {
    await started()
    await session.perform(offers(1, 4))
    poke((device.chain(0, 0).descriptors[0]?.address ?? 0) + 4)
    expect(await session.settle()).toEqual([scribbles('foreign-memory'), rests])
  })

  test('anything that was in use before a reset', async () => {
    await started()
    await session.perform(offers(1, 4))
    const address = device.chain(0, 0).descriptors[0]?.address ?? 0
    poke(address)
    await session.perform({ kind: 'driver.resets' })
    expect(await session.settle()).toEqual([rests])
    await started()
    expect(await session.settle()).toEqual([rests])
    poke(address)
    expect(await session.settle()).toEqual([scribbles('foreign-memory'), rests])
  })

  test('what it may write: used ring and outstanding buffers, all of them', async () => {
    await started()
    await session.perform(offers(1, 4))
    const { address } = device.chain(0, 0).descriptors[0] ?? { address: 0 }
    for (const at of [0, 3]) poke(address + at)
    for (const at of [0, 4 + 8 * 8, 4 + 8 * 8 + 1]) poke(device.at(0).device + at)
    expect(await session.settle()).toEqual([rests])
  })
})

describe('a reset', () => {
  test('shows what came before it, but no acknowledgement, and forgets the rest', async () => {
    await started('VIRTIO_NET_F_CTRL_VQ')
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
    expect(await session.perform({ kind: 'driver.resets' })).toEqual([
      { kind: 'device.uses', queue: 0, chain: 2, length: 0, bytes: '' },
      { kind: 'device.interrupts', queue: 0 },
      { kind: 'device.scribbles', on: 'descriptor-table', queue: 1 },
      shows('00'),
    ])
    expect(await session.perform(offers(4, 4))).toBe('skipped')
    device.on = () => {}
    await started()
    for (const queue of [0, 1]) {
      expect(device.at(queue).descriptors).not.toBe(placements.get(queue)?.descriptors)
      expect(device.available(queue)).toBe(0)
    }
    expect(await session.settle()).toEqual([rests])
  })

  test('makes room again once half of the memory is in use', async () => {
    await started()
    const first = device.at(0).descriptors
    expect(first).toBe(FIRST_GUARD)
    expect(await session.perform(offers(1, device.memory.size / 2))).toEqual([])
    expect(await session.perform(offers(2, device.memory.size / 2))).toBe('skipped')
    await session.perform({ kind: 'driver.resets' })
    await started()
    expect(device.at(0).descriptors).toBe(first)
    expect(await session.settle()).toEqual([rests])
  })
})

describe('draining', () => {
  test('resets, empties, and drops whatever was still to be seen', async () => {
    await started()
    await session.perform(offers(1, 4))
    device.use(0, device.chain(0, 0).head, 0)
    poke(device.at(0).driver)
    device.sent.push(Uint8Array.of(1))
    device.pending.add(0)
    device.calls.length = 0
    await session.drain()
    expect(device.calls).toEqual(['reset', 'drain'])
    expect(await session.settle()).toEqual([rests])
    expect(await session.perform(offers(2, 4))).toBe('skipped')
    await started()
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
    await session.perform({ kind: 'driver.resets' })
    expect(await session.settle()).toEqual([rests])
    device.needsReset = true
    expect(await session.settle()).toEqual([fails, rests])
  })

  test.each(['dies', 'hangs'] as const)(
    '%s: said where it happened and at every rest, and nothing is done any more',
    async (how) => {
      await started()
      device.on = (call) => {
        if (call === 'notify 0') throw new DeviceLost(how, 'no answer to a doorbell', 'Aborted')
      }
      const fails = { kind: 'device.fails', how, words: 'no answer to a doorbell; its last words: Aborted' }
      expect(await session.perform(offers(1, 4))).toEqual([fails])
      device.calls.length = 0
      expect(await session.perform(offers(2, 4))).toBe('skipped')
      expect(await session.perform({ kind: 'driver.resets' })).toBe('skipped')
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
      await expect(session.perform({ kind: 'driver.resets' })).rejects.toBe(error)
    }
    device.on = () => {}
    expect(await session.settle()).toEqual([rests])
  })

  test('has the last word', () => {
    expect(session.diagnostics()).toBe('the fake device has nothing to say')
  })
})
