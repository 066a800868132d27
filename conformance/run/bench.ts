import type { Action } from '../../model/kernel/machine.ts'
import type { NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { NetConfig } from '../../model/net/config.ts'
import type { Plan } from '../../properties/property.ts'
import { type Drive, drive } from '../../properties/run/drive.ts'
import type { Entry, Session, Target } from '../../properties/target.ts'
import type { Terms } from '../../properties/terms.ts'
import { DeviceLost } from '../driver/device-lost.ts'

/**
 * A target on the bench. One session serves many plans, and is opened anew after the device failed; a target that leaves
 * something to chance gets a session a plan, so that a plan and a seed say all.
 */
export class Bench<
  Config = NetConfig,
  Stimulus extends Action = NetStimulus,
  Observation extends Action = NetObservation,
> {
  private session: Session<Stimulus, Observation> | undefined

  constructor(readonly target: Target<Config, Stimulus, Observation>) {}

  /** Drives a plan and leaves the device as the next plan must find it. `seed` decides what the target leaves to chance. */
  async drive(plan: Plan<Stimulus>, seed: number): Promise<Drive<Entry<Stimulus, Observation>>> {
    this.session ??= await this.target.open({ seed })
    const done = await drive(this.session, plan)
    if (done.failed || this.target.seeded) await this.close()
    else await this.drain(this.session)
    return done
  }

  /** Gives up the session and everything behind it, so that the next drive meets a target that knows nothing. */
  async renew(): Promise<void> {
    await this.close()
    await this.target.dispose?.()
  }

  async close(): Promise<void> {
    const session = this.session
    this.session = undefined
    await session?.close()
  }

  /** A device that is lost while it is drained owes nothing to the plan before: the next plan shows what is the matter. */
  private async drain(session: Session<Stimulus, Observation>): Promise<void> {
    try {
      await session.drain()
    } catch (error) {
      if (!(error instanceof DeviceLost)) throw error
      await this.close()
    }
  }
}

/** A bench for targets of a subject. */
export type BenchOf<T extends Terms> = Bench<T['config'], T['stimulus'], T['observation']>
