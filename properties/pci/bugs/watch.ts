import type { PciStimulus } from '../../../model/transport/pci/action.ts'

/** What a faulty function knows of itself: what was done to it since its last reset, and how often it was reset. */
export class PciWatch {
  resets = 0
  /** Queues that were reset alone, with how often. */
  readonly queueResets = new Map<number, number>()
  /** What was written last, by register; those of a queue by its number. */
  private written = new Map<string, number>()
  private readonly writes = new Map<string, { readonly times: number; readonly value: number }>()
  /** How often the link was told to go up or down. */
  links = 0
  private readonly enabled = new Set<number>()
  /** Buffers made available, by queue. */
  private readonly offered = new Map<number, number>()

  /** The queue that is selected; 0 unless one was. */
  get queue(): number {
    return this.written.get('queue_select') ?? 0
  }

  did(stimulus: PciStimulus): void {
    switch (stimulus.kind) {
      case 'driver.writes':
        this.written.set(this.keyOf(stimulus.register), stimulus.value)
        this.writes.set(stimulus.register, { times: this.times(stimulus.register) + 1, value: stimulus.value })
        break
      case 'driver.resets':
        this.resets++
        this.written = new Map()
        this.enabled.clear()
        break
      case 'driver.enables':
        this.written.set('queue_select', stimulus.queue)
        this.enabled.add(stimulus.queue)
        break
      case 'driver.resetsQueue':
        this.written.set('queue_select', stimulus.queue)
        this.enabled.delete(stimulus.queue)
        this.queueResets.set(stimulus.queue, (this.queueResets.get(stimulus.queue) ?? 0) + 1)
        break
      case 'driver.offers':
        this.offered.set(stimulus.queue, (this.offered.get(stimulus.queue) ?? 0) + 1)
        break
      case 'admin.links':
        this.links++
        break
      default:
    }
  }

  /** What was written to a register, of the selected queue where it is a queue's. */
  last(register: string): number | undefined {
    return this.written.get(this.keyOf(register))
  }

  /** How often a register was written, whatever was selected. */
  times(register: string): number {
    return this.writes.get(register)?.times ?? 0
  }

  /** What was written to it last, whatever was selected. */
  latest(register: string): number | undefined {
    return this.writes.get(register)?.value
  }

  isEnabled(queue: number): boolean {
    return this.enabled.has(queue)
  }

  /** A queue on which something was made available once. */
  get used(): number | undefined {
    return [...this.offered.keys()][0]
  }

  private keyOf(register: string): string {
    return register.startsWith('queue_') && register !== 'queue_select' ? `${register} ${this.queue}` : register
  }
}
