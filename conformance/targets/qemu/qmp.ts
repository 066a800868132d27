import type { Duplex } from 'node:stream'
import type { DeviceLost } from '../../driver/device-lost.ts'

/** What a {@link Qmp} asks of its surroundings. */
export interface QmpOptions {
  /** Milliseconds without an answer after which QEMU counts as hung. */
  readonly limit: number
  /** Makes the error that a waiting command gets once QEMU is lost. */
  lost(how: 'hangs' | 'dies', because: string): Promise<DeviceLost>
}

interface Waiting {
  resolve(): void
  reject(error: unknown): void
}

/** QEMU's monitor as JSON, a value a line: what an administrator does to a machine. Events are passed over. */
export class Qmp {
  readonly #channel: Duplex
  readonly #options: QmpOptions
  readonly #waiting: Waiting[] = []
  #partial = ''
  #negotiated: Promise<void> | undefined

  constructor(channel: Duplex, options: QmpOptions) {
    this.#channel = channel
    this.#options = options
    channel.setEncoding('utf8')
    channel.on('data', (chunk: string) => this.#received(chunk))
    channel.on('end', () => this.#lose('dies', 'QEMU closed the monitor'))
    channel.on('close', () => this.#lose('dies', 'QEMU closed the monitor'))
    channel.on('error', (error) => this.#lose('dies', `the monitor broke: ${error.message}`))
  }

  /** Carries a command out; settles when QEMU has. Rejects with a fault where QEMU refuses it. */
  async execute(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.#negotiated ??= this.#send('qmp_capabilities', {})
    await this.#negotiated
    await this.#send(command, args)
  }

  async #send(command: string, args: Readonly<Record<string, unknown>>): Promise<void> {
    const { limit } = this.#options
    const hung = setTimeout(() => this.#lose('hangs', `QEMU did not answer ${command} within ${limit} ms`), limit)
    try {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push({ resolve, reject })
        this.#channel.write(`${JSON.stringify({ execute: command, arguments: args })}\n`)
      })
    } finally {
      clearTimeout(hung)
    }
  }

  #received(chunk: string): void {
    const lines = (this.#partial + chunk).split('\n')
    this.#partial = lines.pop() ?? ''
    for (const line of lines) this.#answered(JSON.parse(line))
  }

  #answered(answer: { readonly return?: unknown; readonly error?: { readonly desc: string } }): void {
    if (answer.error !== undefined) this.#waiting.shift()?.reject(new Error(`fault: QEMU: ${answer.error.desc}`))
    else if (answer.return !== undefined) this.#waiting.shift()?.resolve()
  }

  #lose(how: 'hangs' | 'dies', because: string): void {
    for (const { reject } of this.#waiting.splice(0)) this.#options.lost(how, because).then(reject, reject)
  }
}
