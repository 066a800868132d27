import type { Way } from '../../../model/transport/pci/action.ts'
import { TargetLost } from '../../../properties/target.ts'
import type { VirtioCapabilities } from './capability.ts'
import type { Registers } from './registers.ts'

/** Where each queue's available buffer notification goes. Which queues there are may depend on features: each is found when it is needed. */
export class Doorbells {
  readonly #registers: Registers
  readonly #structure: VirtioCapabilities['notify']
  readonly #offsets = new Map<number, number>()

  constructor(registers: Registers, { notify }: VirtioCapabilities) {
    this.#registers = registers
    this.#structure = notify
  }

  /** Writes 16 or 32 bits; rejects with `TargetLost` where the address lies outside of the structure. */
  async ring(queue: number, width: 2 | 4, value: number, through: Way): Promise<void> {
    const offset = (await this.#offset(queue)) * this.#structure.multiplier
    if (offset + width > this.#structure.length)
      throw new TargetLost(`queue_notify_off of queue ${queue} lies outside of the notification structure`)
    await this.#registers.writeAt(this.#structure, offset, width, value, through)
  }

  /** `queue_notify_off` of a queue; `queue_select` is left as it was. */
  async #offset(queue: number): Promise<number> {
    const known = this.#offsets.get(queue)
    if (known !== undefined) return known
    const registers = this.#registers
    const [selected, , offset] = await Promise.all([
      registers.read('queue_select'),
      registers.write('queue_select', queue),
      registers.read('queue_notify_off'),
    ])
    await registers.write('queue_select', selected)
    this.#offsets.set(queue, offset)
    return offset
  }
}
