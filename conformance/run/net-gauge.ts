import type { ChainId } from '../../model/net/action.ts'
import type { Entry } from '../../properties/target.ts'
import type { Gauge, Reached } from './reached.ts'

/** What histories of the network device reach. */
export class NetGauge implements Gauge<Entry> {
  private frames = { placed: 0, sent: 0 }
  private commands = 0
  private resets = 0
  private interrupts = 0
  private readonly combinations = new Set<bigint>()

  add(log: readonly Entry[]): void {
    const buffers = new Set<ChainId>()
    for (const entry of log) this.entry(entry, buffers)
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

  counters(): Reached {
    return {
      'frames placed': this.frames.placed,
      'frames sent': this.frames.sent,
      'commands acknowledged': this.commands,
      resets: this.resets,
      interrupts: this.interrupts,
      'feature combinations': this.combinations.size,
    }
  }
}
