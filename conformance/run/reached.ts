import type { ChainId } from '../../model/net/action.ts'
import type { Drive } from '../../properties/run/drive.ts'
import type { Entry } from '../../properties/target.ts'

/** How far the runs of a property went: a shallow property looks like a good one. */
export type Reached = Readonly<Record<string, number>>

/** Adds up what drives reached. */
export class Reach {
  private frames = { placed: 0, sent: 0 }
  private commands = 0
  private resets = 0
  private interrupts = 0
  private stimuli = { done: 0, skipped: 0 }
  private readonly combinations = new Set<bigint>()

  add(drive: Drive): void {
    this.stimuli.done += drive.done
    this.stimuli.skipped += drive.skipped
    const buffers = new Set<ChainId>()
    for (const entry of drive.log) this.entry(entry, buffers)
  }

  private entry(entry: Entry, buffers: Set<ChainId>): void {
    switch (entry.kind) {
      case 'driver.resets':
        this.resets++
        break
      case 'driver.accepts':
        this.combinations.add(entry.features)
        break
      case 'driver.offers':
        buffers.add(entry.chain)
        break
      case 'device.uses':
        if (buffers.has(entry.chain)) this.frames.placed++
        break
      case 'device.acknowledges':
        this.commands++
        break
      case 'device.sends':
        this.frames.sent++
        break
      case 'device.interrupts':
        this.interrupts++
        break
      default:
    }
  }

  /** The counters that are not zero, the share of stimuli skipped among them (0 to 1, three decimals). */
  counters(): Reached {
    const { done, skipped } = this.stimuli
    const all = {
      'frames placed': this.frames.placed,
      'frames sent': this.frames.sent,
      'commands acknowledged': this.commands,
      resets: this.resets,
      interrupts: this.interrupts,
      'feature combinations': this.combinations.size,
      stimuli: done,
      'stimuli skipped': skipped,
      'share of stimuli skipped': shareOf(done, skipped),
    }
    return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
  }
}

/** Of all stimuli that were planned, how many were skipped: 0 to 1, rounded to three decimals. */
export function shareOf(done: number, skipped: number): number {
  return done + skipped === 0 ? 0 : Math.round((skipped / (done + skipped)) * 1000) / 1000
}
