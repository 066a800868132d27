import type { Duplex } from 'node:stream'
import type { DeviceLost } from '../../driver/device-lost.ts'

/** What a {@link Qtest} asks of its surroundings. */
export interface QtestOptions {
  /** Milliseconds without an answer after which QEMU counts as hung. */
  readonly limit: number
  /** Makes the error that every waiting command gets once QEMU is lost. */
  lost(how: 'hangs' | 'dies', because: string): Promise<DeviceLost>
  /** A line `IRQ raise N` or `IRQ lower N` came. */
  interrupt?(line: string): void
}

interface Waiting {
  readonly command: string
  resolve(value: string): void
  reject(error: Error): void
}

/**
 * QEMU's qtest protocol over a byte stream: one command a line, one reply a line, in order, with `IRQ` lines in between.
 *
 * Commands given in one go are sent in one go and need not wait for each other (*pipelined*). Every wait ends: with a reply, or
 * with a `DeviceLost` when QEMU closes the stream or stays silent longer than the limit. A reply of `FAIL` is a fault of ours.
 */
export class Qtest {
  readonly #channel: Duplex
  readonly #options: QtestOptions
  readonly #waiting: Waiting[] = []
  #unsent = ''
  #partial = ''
  #timer: NodeJS.Timeout | undefined
  #lost: Promise<DeviceLost> | undefined

  constructor(channel: Duplex, options: QtestOptions) {
    this.#channel = channel
    this.#options = options
    channel.setEncoding('latin1')
    channel.on('data', (chunk: string) => this.#received(chunk))
    channel.on('end', () => this.#lose('dies', 'QEMU closed the qtest channel'))
    channel.on('close', () => this.#lose('dies', 'QEMU closed the qtest channel'))
    channel.on('error', (error) => this.#lose('dies', `the qtest channel broke: ${error.message}`))
  }

  /** Sends a command; settles with what its reply says behind `OK`, which may be nothing. */
  command(command: string): Promise<string> {
    if (this.#lost !== undefined) return this.#lost.then((error) => Promise.reject(error))
    return new Promise((resolve, reject) => {
      if (this.#unsent === '') queueMicrotask(() => this.#send())
      this.#unsent += `${command}\n`
      this.#waiting.push({ command, resolve, reject })
    })
  }

  /** Reads a register of 1, 2 or 4 bytes at a physical address. */
  async read(address: number, bytes: 1 | 2 | 4): Promise<number> {
    const reply = await this.command(`read${letterOf(bytes)} 0x${address.toString(16)}`)
    const value = Number(reply)
    if (reply === '' || !Number.isSafeInteger(value)) throw new Error(`qtest answers a read with '${reply}'`)
    return value
  }

  /** Writes a register of 1, 2 or 4 bytes at a physical address. */
  async write(address: number, bytes: 1 | 2 | 4, value: number): Promise<void> {
    await this.command(`write${letterOf(bytes)} 0x${address.toString(16)} 0x${(value >>> 0).toString(16)}`)
  }

  /** One serial round trip: QEMU's main loop has turned at least once when it settles. */
  async turn(): Promise<void> {
    await this.command('endianness')
  }

  #send(): void {
    if (this.#lost !== undefined) return
    this.#channel.write(this.#unsent, 'latin1')
    this.#unsent = ''
    this.#startTimer()
  }

  #startTimer(): void {
    this.#timer ??= setTimeout(() => this.#quiet(), this.#options.limit)
  }

  #received(chunk: string): void {
    const lines = (this.#partial + chunk).split('\n')
    this.#partial = lines.pop() ?? ''
    for (const line of lines) this.#answered(line.trimEnd())
    if (this.#waiting.length > 0) this.#timer?.refresh()
    else this.#stopTimer()
  }

  #answered(line: string): void {
    if (line.startsWith('IRQ ')) {
      this.#options.interrupt?.(line)
      return
    }
    const first = this.#waiting.shift()
    if (first === undefined) return // an answer to nothing: there is nobody to tell
    if (/^OK( |$)/.test(line)) first.resolve(line.slice(3))
    else first.reject(new Error(`fault: qtest refuses '${first.command}': ${line}`))
  }

  #stopTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** It may be this process that did not look: an answer that has come by now is read first. */
  #quiet(): void {
    const [first] = this.#waiting
    setImmediate(() => setImmediate(() => this.#silent(first)))
  }

  #silent(first: Waiting | undefined): void {
    this.#timer = undefined
    if (first === undefined || this.#waiting.length === 0) return
    if (this.#waiting[0] === first) {
      this.#lose('hangs', `QEMU did not answer '${first.command}' within ${this.#options.limit} ms`)
    } else this.#startTimer()
  }

  #lose(how: 'hangs' | 'dies', because: string): void {
    if (this.#lost !== undefined) return
    this.#stopTimer()
    this.#lost = this.#options.lost(how, because)
    const waiting = this.#waiting.splice(0)
    this.#lost.then((error) => {
      for (const { reject } of waiting) reject(error)
    }, ignoreNothing)
  }
}

/** `lost` makes an error and has no reason to reject; if it does, that is a fault and must not pass silently. */
function ignoreNothing(error: unknown): never {
  throw error
}

const letterOf = (bytes: 1 | 2 | 4): string => ({ 1: 'b', 2: 'w', 4: 'l' })[bytes]
