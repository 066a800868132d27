import type { TunFile, TunStimulus } from '../../../model/tun/action.ts'
import { has } from '../../../model/tun/flag.ts'

/** What a faulty device knows of itself: its queues, and who taught it which flows. */
export class TunWatch {
  /** The files of the active queues by their slots. */
  slots: readonly TunFile[] = []
  /** The file that taught a flow last, by the flow's number. */
  readonly lessons = new Map<number, TunFile>()
  /** How often the flow was taught. */
  readonly times = new Map<number, number>()

  /** A call that succeeded. */
  did(call: TunStimulus): void {
    switch (call.kind) {
      case 'user.attaches':
        this.slots = [...this.slots, call.file]
        break
      case 'user.closes':
        this.leaves(call.file)
        break
      case 'user.switches':
        if (has(call.flags, 'IFF_ATTACH_QUEUE')) this.slots = [...this.slots, call.file]
        else this.leaves(call.file)
        break
      case 'user.teaches':
        for (const flow of flowsOf(call)) this.lessons.set(flow, call.file)
        for (const flow of flowsOf(call)) this.times.set(flow, (this.times.get(flow) ?? 0) + 1)
        break
      default:
    }
  }

  /** The last queue takes the slot of one that leaves. */
  private leaves(file: TunFile): void {
    const slot = this.slots.indexOf(file)
    const last = this.slots.at(-1)
    if (slot < 0 || last === undefined) return
    this.slots = this.slots.map((other, index) => (index === slot ? last : other)).slice(0, -1)
  }
}

/** The numbers of the flows that a call teaches. */
export function flowsOf({ first, count }: Extract<TunStimulus, { kind: 'user.teaches' }>): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index)
}
