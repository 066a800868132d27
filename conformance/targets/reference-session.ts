import { perform } from '../../model/kernel/perform.ts'
import type { OpenOptions, Seen } from '../../properties/target.ts'
import type { ActionOf, MachineOf, SessionOf, Terms } from '../../properties/terms.ts'
import { type PolicyName, policies } from './policy.ts'

/** A machine that plays itself: whatever the policy picks from what it enables. */
export interface Played<T extends Terms> {
  readonly machine: MachineOf<T>
  readonly config: T['config']
  readonly policy: PolicyName
  /** What an observer sees of a reaction; nothing of a hidden one. */
  seen(action: ActionOf<T>): readonly Seen<T['observation']>[]
}

/** A session with the model as the device under test. */
export class ReferenceSession<T extends Terms> implements SessionOf<T> {
  private state: T['state']
  private readonly pick: (enabled: readonly ActionOf<T>[]) => ActionOf<T> | undefined

  constructor(
    private readonly played: Played<T>,
    { seed = 0 }: OpenOptions,
  ) {
    this.state = played.machine.initial(played.config)
    this.pick = policies[played.policy](seed)
  }

  perform(stimulus: T['stimulus']): Promise<readonly Seen<T['observation']>[] | 'skipped'> {
    const step = this.played.machine.step(this.state, stimulus)
    if (!step.ok) return Promise.resolve('skipped')
    this.state = step.state
    return Promise.resolve(this.react(this.pick))
  }

  settle(): Promise<readonly Seen<T['observation']>[]> {
    const before = this.react((enabled) => enabled.find((act) => act.kind !== 'device.rests'))
    const rest = this.played.machine.step(this.state, { kind: 'device.rests' })
    if (!rest.ok) throw new Error(`fault: the reference cannot rest: ${rest.refusal.because}`)
    this.state = rest.state
    return Promise.resolve([...before, { kind: 'device.rests' }])
  }

  drain(): Promise<void> {
    this.state = this.played.machine.initial(this.played.config)
    return Promise.resolve()
  }

  diagnostics(): string {
    return `the reference under the policy ${this.played.policy}`
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  private react(pick: (enabled: readonly ActionOf<T>[]) => ActionOf<T> | undefined): readonly Seen<T['observation']>[] {
    const { state, actions } = perform(this.played.machine, this.state, pick)
    this.state = state
    return actions.flatMap((action) => this.played.seen(action))
  }
}
