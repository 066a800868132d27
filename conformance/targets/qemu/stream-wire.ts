import type { Duplex } from 'node:stream'
import type { Wire } from './wire.ts'

/** What QEMU reads in one turn of its main loop: NET_BUFSIZE. */
const bytesPerTurn = 4096 + 65536

/** The wire of one queue pair that needs no rights: `-netdev stream`, each frame behind its length in 32 bits, big-endian. */
export class StreamWire implements Wire {
  readonly pairs = 1
  readonly says = 'wire: a stream socket, one queue pair, no virtio_net_hdr from the peer'
  readonly descriptors = ['pipe'] as const
  #channel: Duplex | undefined
  #partial: Buffer = Buffer.alloc(0)
  #received = 0
  #frames: Uint8Array[] = []

  netdev(first: number): string {
    return `stream,server=off,addr.type=fd,addr.str=${first}`
  }

  attach([channel]: readonly Duplex[]): void {
    if (channel === undefined) throw new Error('fault: a stream wire without its stream')
    this.#channel = channel
    channel.on('data', (chunk: Buffer) => this.#take(chunk))
    channel.on('error', () => channel.destroy()) // QEMU is gone; qtest says so
  }

  #take(chunk: Buffer): void {
    this.#received += chunk.length
    const all = Buffer.concat([this.#partial, chunk])
    let start = 0
    while (all.length - start >= 4 && all.length - start - 4 >= all.readUInt32BE(start)) {
      const end = start + 4 + all.readUInt32BE(start)
      this.#frames.push(Uint8Array.from(all.subarray(start + 4, end)))
      start = end
    }
    this.#partial = all.subarray(start)
  }

  /** What QEMU has not taken off the stream yet fills it up, and then nothing more gets there. */
  async inject(frame: Uint8Array): Promise<boolean> {
    const channel = this.#channel
    if (channel === undefined || channel.destroyed || channel.writableLength > 0) return false
    const length = Buffer.alloc(4)
    length.writeUInt32BE(frame.length)
    channel.write(Buffer.concat([length, frame]))
    return true
  }

  capture(): readonly Uint8Array[] {
    return this.#frames.splice(0)
  }

  /** What QEMU wrote stands in the socket already; a whole turn of Node's loop without any of it means that all is here. */
  async arrived(): Promise<void> {
    for (let before = -1; before !== this.#received; ) {
      before = this.#received
      await turnOfLoop()
      await turnOfLoop()
    }
  }

  turnsFor(frames: number, bytes: number): number {
    return Math.ceil((bytes + frames * 4) / bytesPerTurn)
  }

  close(): void {
    this.#channel?.destroy()
  }
}

const turnOfLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
