import type { Way } from '../../../model/transport/pci/action.ts'
import { TargetLost } from '../../../properties/target.ts'
import type { VirtioCapabilities } from './capability.ts'
import type { Registers } from './registers.ts'

/** Where each queue's available buffer notification goes. */
export class Doorbells {
  readonly #registers: Registers
  readonly #structure: VirtioCapabilities['notify']
  readonly #offsets: readonly number[]

  private constructor(registers: Registers, structure: VirtioCapabilities['notify'], offsets: readonly number[]) {
    this.#registers = registers
    this.#structure = structure
    this.#offsets = offsets
  }

  /** Reads `queue_notify_off` of every queue; `queue_select` is changed by that. */
  static async find(registers: Registers, { notify }: VirtioCapabilities): Promise<Doorbells> {
    const queues = await registers.read('num_queues')
    const offsets = await Promise.all(
      Array.from({ length: queues }, async (_, queue) => {
        const [, offset] = await Promise.all([
          registers.write('queue_select', queue),
          registers.read('queue_notify_off'),
        ])
        return offset
      }),
    )
    return new Doorbells(registers, notify, offsets)
  }

  /** Writes 16 or 32 bits; rejects with `TargetLost` where the address lies outside of the structure. */
  async ring(queue: number, width: 2 | 4, value: number, through: Way): Promise<void> {
    const offset = (this.#offsets[queue] ?? 0) * this.#structure.multiplier
    if (offset + width > this.#structure.length)
      throw new TargetLost(`queue_notify_off of queue ${queue} lies outside of the notification structure`)
    await this.#registers.writeAt(this.#structure, offset, width, value, through)
  }
}
