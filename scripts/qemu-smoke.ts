import type { GuestMemory, MemoryDevice, QueuePlacement } from '../conformance/driver/memory-device.ts'
import { readOptions } from '../conformance/targets/qemu/options.ts'
import { qemuVirtioNet } from '../conformance/targets/qemu/target.ts'
import { featuresNamed } from '../model/feature/table.ts'

/**
 * Starts a real QEMU, negotiates, configures RSS by bytes written out by hand, sends frames both ways and prints what it saw.
 * Shares nothing with the harness but the device: where both disagree, one of them is wrong.
 *
 *     npx tsx scripts/qemu-smoke.ts [KEY=VALUE]…      the options of the target qemu-virtio-net
 */

const pairs = 4
const wanted = featuresNamed([
  'VIRTIO_F_VERSION_1',
  'VIRTIO_NET_F_CTRL_VQ',
  'VIRTIO_NET_F_MQ',
  'VIRTIO_NET_F_RSS',
  'VIRTIO_NET_F_HASH_REPORT',
])
const size = 256
const ring = { table: 0, available: 4096, used: 4096 + 1024, bytes: 8192 }
const bufferBytes = 2048
const headerBytes = 20
const device = Buffer.from('525400123456', 'hex')
const peer = Buffer.from('020000000001', 'hex')

/** One split ring, kept by hand. */
class Ring {
  available = 0
  used = 0
  readonly placement: QueuePlacement
  readonly #size: number
  readonly #memory: GuestMemory
  readonly #buffers: number

  constructor(memory: GuestMemory, nth: number, largest: number) {
    const start = memory.base + nth * (ring.bytes + size * bufferBytes)
    this.#size = Math.min(size, largest)
    this.#memory = memory
    this.#buffers = start + ring.bytes
    this.placement = { size: this.#size, descriptors: start, driver: start + ring.available, device: start + ring.used }
    memory.write(start, new Uint8Array(ring.bytes))
  }

  buffer(slot: number): number {
    return this.#buffers + slot * bufferBytes
  }

  /** Describes and offers one buffer a part: `write` parts are the device's to write. */
  offer(...parts: readonly { readonly slot: number; readonly length: number; readonly write: boolean }[]): void {
    for (const [nth, { slot, length, write }] of parts.entries()) {
      const next = parts[nth + 1]
      const entry = Buffer.alloc(16)
      entry.writeUInt32LE(this.buffer(slot), 0)
      entry.writeUInt32LE(length, 8)
      entry.writeUInt16LE((write ? 2 : 0) | (next ? 1 : 0), 12)
      entry.writeUInt16LE(next?.slot ?? 0, 14)
      this.#memory.write(this.placement.descriptors + slot * 16, entry)
    }
    this.#memory.write16(this.placement.driver + 4 + (this.available % this.#size) * 2, parts[0]?.slot ?? 0)
    this.available = (this.available + 1) & 0xffff
    this.#memory.write16(this.placement.driver + 2, this.available)
  }

  /** The used entries since the last call. */
  take(): { id: number; bytes: Buffer }[] {
    const taken: { id: number; bytes: Buffer }[] = []
    for (const until = this.#memory.read16(this.placement.device + 2); this.used !== until; ) {
      const entry = this.placement.device + 4 + (this.used % this.#size) * 8
      const id = this.#memory.read32(entry)
      taken.push({ id, bytes: Buffer.from(this.#memory.read(this.buffer(id), this.#memory.read32(entry + 4))) })
      this.used = (this.used + 1) & 0xffff
    }
    return taken
  }
}

/** An IPv4 TCP frame of 54 bytes: addresses and ports of Microsoft's published vectors, checksums left at 0. */
function frameOf(source: string, destination: string, ports: readonly [number, number]): Buffer {
  const frame = Buffer.alloc(54)
  device.copy(frame, 0)
  peer.copy(frame, 6)
  frame.writeUInt16BE(0x0800, 12)
  frame.set([0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6], 14)
  frame.set(source.split('.').map(Number), 26)
  frame.set(destination.split('.').map(Number), 30)
  frame.writeUInt16BE(ports[0], 34)
  frame.writeUInt16BE(ports[1], 36)
  frame[46] = 0x50
  return frame
}

/** Source, destination, ports, and the published hash over all of them. */
const vectors: readonly (readonly [string, string, readonly [number, number], number])[] = [
  ['66.9.149.187', '161.142.100.80', [2794, 1766], 0x51ccc178],
  ['199.92.111.2', '65.69.140.83', [14230, 4739], 0xc626b0ea],
  ['24.19.198.95', '12.22.207.184', [12898, 38024], 0x5c2b394a],
  ['38.27.205.30', '209.142.163.6', [48228, 2217], 0xafc7327f],
  ['153.39.163.191', '202.188.127.2', [44251, 1303], 0x10e828a2],
]
const key = '6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa'

/** Class 4, command 1; types IPv4 and TCPv4, mask 3, unclassified 0, table 3 2 1 0, max_tx_vq 4, 40 bytes of key. */
const rssConfig = Buffer.from(`040103000000030000000300020001000000040028${key}`, 'hex')

interface Driven {
  readonly opened: MemoryDevice
  readonly receive: readonly Ring[]
  readonly transmit: readonly Ring[]
  readonly control: Ring
}

async function start(opened: MemoryDevice): Promise<Driven> {
  await opened.reset()
  await opened.writeStatus(3)
  await opened.writeFeatures(wanted)
  await opened.writeStatus(11)
  if ((await opened.status()) !== 11) throw new Error('FEATURES_OK does not stay set')
  const rings: Ring[] = []
  for (let queue = 0; queue <= 2 * pairs; queue++) {
    rings.push(new Ring(opened.memory, queue, await opened.maxQueueSize(queue)))
  }
  for (const [queue, { placement }] of rings.entries()) await opened.enable(queue, placement)
  await opened.writeStatus(15)
  const receive = rings.filter((_, queue) => queue % 2 === 0 && queue < 2 * pairs)
  for (const [pair, queue] of receive.entries()) {
    for (let slot = 0; slot < size; slot++) queue.offer({ slot, length: bufferBytes, write: true })
    await opened.notify(2 * pair)
  }
  const [control] = rings.slice(-1)
  if (control === undefined) throw new Error('no control queue')
  return { opened, receive, transmit: rings.filter((_, queue) => queue % 2 === 1), control }
}

async function configureRss({ opened, control }: Driven): Promise<number> {
  opened.memory.write(control.buffer(0), rssConfig)
  const acknowledgement = { slot: 2, length: 1, write: true }
  control.offer({ slot: 0, length: 2, write: false }, { ...body(opened, control), write: false }, acknowledgement)
  await opened.notify(2 * pairs)
  await opened.rest()
  control.take()
  return opened.memory.read(control.buffer(2), 1)[0] ?? 255
}

/** The command without its class and command, in a buffer of its own. */
function body({ memory }: MemoryDevice, control: Ring): { slot: number; length: number } {
  memory.write(control.buffer(1), rssConfig.subarray(2))
  return { slot: 1, length: rssConfig.length - 2 }
}

async function receiveVectors({ opened, receive }: Driven): Promise<void> {
  for (const [source, destination, ports, hash] of vectors) {
    await opened.inject(frameOf(source, destination, ports))
    await opened.rest()
    for (const [pair, queue] of receive.entries()) {
      for (const { bytes } of queue.take()) {
        const seen = bytes.readUInt32LE(12).toString(16)
        const line = `receiveq${pair + 1}, hash ${seen}, report ${bytes.readUInt16LE(16)}, ${bytes.length - headerBytes} bytes`
        const right = bytes.readUInt32LE(12) === hash && pair === 3 - (hash & 3)
        console.log(
          `  ${source}:${ports[0]}: ${line}: ${right ? 'as published' : `WRONG, published ${hash.toString(16)}`}`,
        )
      }
    }
  }
}

async function transmitFromEach({ opened, transmit }: Driven): Promise<void> {
  for (const [pair, queue] of transmit.entries()) {
    const frame = frameOf('10.0.0.1', '10.0.0.2', [pair + 1, 9])
    opened.memory.write(queue.buffer(0), Buffer.concat([Buffer.alloc(headerBytes), frame]))
    queue.offer({ slot: 0, length: headerBytes + frame.length, write: false })
    await opened.notify(2 * pair + 1)
    await opened.rest()
    const sent = opened.capture()
    const same = sent.length === 1 && frame.equals(sent[0] ?? new Uint8Array())
    console.log(
      `  transmitq${pair + 1}: ${sent.length} frame out, ${same ? 'unaltered' : 'ALTERED'}, interrupts of queues ${opened.takeInterrupts()}`,
    )
  }
}

/** The rule for rest, put to the proof: after it, every frame of a burst has been used. */
async function burst(driven: Driven, frames: number): Promise<number> {
  for (const queue of [...driven.receive, ...driven.transmit]) queue.take()
  for (let nth = 0; nth < frames; nth++) {
    await driven.opened.inject(frameOf(`10.1.${nth >> 8}.${nth & 255}`, '10.0.0.2', [nth, 9]))
  }
  await driven.opened.rest()
  return driven.receive.reduce((sum, queue) => sum + queue.take().length, 0)
}

const text = Object.fromEntries(process.argv.slice(2).map((option) => option.split(/=(.*)/s).slice(0, 2)))
const options = readOptions(text)
if (typeof options === 'string') throw new Error(options)
const target = await qemuVirtioNet({ ...options, pairs })
const opened = await target.open()
console.log(`${target.name} ${target.version}; ${target.notes?.join('; ')}`)
try {
  const driven = await start(opened)
  console.log(`RSS_CONFIG acknowledged with ${await configureRss(driven)}`)
  await receiveVectors(driven)
  await transmitFromEach(driven)
  const before = performance.now()
  const rounds = 200
  let whole = 0
  for (let round = 0; round < rounds; round++) {
    const again = await start(opened)
    await configureRss(again)
    whole += (await burst(again, 500)) === 500 ? 1 : 0
  }
  const each = ((performance.now() - before) / rounds).toFixed(1)
  console.log(`${whole} of ${rounds} bursts of 500 frames were whole at rest; ${each} ms each with reset and start`)
} finally {
  await opened.close()
}
