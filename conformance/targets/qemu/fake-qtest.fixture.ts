import { type Duplex, duplexPair } from 'node:stream'
import { DeviceLost } from '../../driver/device-lost.ts'
import { Qtest } from './qtest.ts'

/** Registers and memory behind a fake qtest server: bytes by physical address, and what happens on a write. */
export class FakeQtest {
  readonly qtest: Qtest
  /** The server's end of the channel. */
  readonly server: Duplex
  /** Every command heard, in order. */
  readonly heard: string[] = []
  readonly bytes = new Map<number, number>()
  /** Called after each write to a register. */
  written: (address: number, value: number) => void = () => {}

  /** A server that answers at once, and a client with this limit in milliseconds on it. */
  constructor(limit = 1000) {
    const [client, server] = duplexPair()
    this.server = server
    let partial = ''
    server.setEncoding('latin1').on('data', (chunk: string) => {
      const lines = (partial + chunk).split('\n')
      partial = lines.pop() ?? ''
      for (const line of lines) server.write(`${this.#answer(line)}\n`)
    })
    this.qtest = new Qtest(client, {
      limit,
      lost: async (how, because) => new DeviceLost(how, because, 'the last words'),
    })
  }

  /** Puts a little-endian number where a read will find it. */
  put(address: number, bytes: number, value: number): void {
    for (let byte = 0; byte < bytes; byte++) this.bytes.set(address + byte, Math.floor(value / 256 ** byte) & 0xff)
  }

  /** The little-endian number at an address. */
  get(address: number, bytes: number): number {
    let value = 0
    for (let byte = bytes - 1; byte >= 0; byte--) value = value * 256 + (this.bytes.get(address + byte) ?? 0)
    return value
  }

  #answer(line: string): string {
    this.heard.push(line)
    const [verb = '', address, value] = line.split(' ')
    const bytes = { b: 1, w: 2, l: 4 }[verb.slice(-1)] ?? 4
    if (verb.startsWith('read')) return `OK 0x${this.get(Number(address), bytes).toString(16).padStart(16, '0')}`
    if (verb.startsWith('write')) {
      this.put(Number(address), bytes, Number(value))
      this.written(Number(address), Number(value))
    }
    return verb === 'nonsense' ? 'FAIL Unknown command' : 'OK'
  }
}
