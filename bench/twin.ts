import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

const sources = join(import.meta.dirname, 'native')
const flags = ['-std=gnu11', '-O3', '-march=native']

/**
 * The same work in C, in a process of its own that lives as long as the bench. It is compiled when the bench begins, with
 * `gcc -O3 -march=native` into a temporary directory, and measures with a clock of its own.
 */
export class Twin {
  /** Compiler and flags. */
  readonly version: string
  readonly #folder: string
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: Interface
  readonly #waiting: { resolve: (line: string) => void; reject: (reason: Error) => void }[] = []

  private constructor(folder: string, version: string) {
    this.#folder = folder
    this.version = `${version} ${flags.slice(1).join(' ')}`
    this.#process = spawn(join(folder, 'twin'), [], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#process.stdout })
    this.#lines.on('line', (line) => this.#waiting.shift()?.resolve(line))
    this.#process.on('exit', (code) => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`the twin ended with ${code}`))
    })
  }

  /** A twin that runs; why there is none, in words, where there is no gcc. */
  static start(): Twin | string {
    let version: string
    try {
      version = execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? 'gcc'
    } catch {
      return 'there is no gcc: nothing is compared with C'
    }
    const folder = mkdtempSync(join(tmpdir(), 'virtio-bench-'))
    const files = readdirSync(sources).filter((name) => name.endsWith('.c'))
    execFileSync('gcc', [...flags, '-o', join(folder, 'twin'), ...files.map((name) => join(sources, name))])
    return new Twin(folder, version)
  }

  /** Asks one thing; the answer. */
  async #ask(line: string): Promise<string> {
    const answer = new Promise<string>((resolve, reject) => this.#waiting.push({ resolve, reject }))
    this.#process.stdin.write(`${line}\n`)
    return await answer
  }

  /** Does what a line of `native/main.c` says; the nanoseconds that it took there. */
  async tell(line: string): Promise<number> {
    const answer = await this.#ask(line)
    if (answer === 'unknown') throw new Error(`the twin does not know '${line}'`)
    return Number(answer)
  }

  /** Gives the twin memory: the guest's `guestSize` bytes first, whatever else it needs behind them. */
  async load(image: Uint8Array, guestSize: number): Promise<void> {
    const file = join(this.#folder, 'image')
    writeFileSync(file, image)
    await this.tell(`load ${file} ${guestSize}`)
  }

  /** A digest of a part of its memory and of the frames it sent since it was told to remember them. */
  digest(at: number, length: number): Promise<string> {
    return this.#ask(`digest ${at} ${length}`)
  }

  /** Ends the process and takes its files away. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.on('exit', resolve))
    this.#process.stdin.end()
    await ended
    this.#lines.close()
    rmSync(this.#folder, { recursive: true })
  }
}
