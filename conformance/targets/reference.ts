import { perform } from '../../model/kernel/perform.ts'
import type { NetAction, NetObservation, NetStimulus } from '../../model/net/action.ts'
import type { NetConfig } from '../../model/net/config.ts'
import { netDevice } from '../../model/net/device.ts'
import type { NetState } from '../../model/net/state.ts'
import type { Capability, OpenOptions, Session, Target } from '../../properties/target.ts'
import { type PolicyName, policies, seen } from './policy.ts'
import { referenceConfig } from './reference-config.ts'

const machine = netDevice()

/** The model as a device under test: whatever the policy picks from what the model enables. */
class ReferenceSession implements Session {
  private state: NetState
  private readonly pick: ReturnType<(typeof policies)[PolicyName]>

  constructor(
    config: NetConfig,
    private readonly policy: PolicyName,
    options: OpenOptions,
  ) {
    this.state = machine.initial(config)
    this.pick = policies[policy](options.seed ?? 0)
  }

  perform(stimulus: NetStimulus): Promise<readonly NetObservation[] | 'skipped'> {
    const step = machine.step(this.state, stimulus)
    if (!step.ok) return Promise.resolve('skipped')
    this.state = step.state
    return Promise.resolve(this.react(this.pick))
  }

  settle(): Promise<readonly NetObservation[]> {
    const before = this.react((enabled) => enabled.find((act) => act.kind !== 'device.rests'))
    const rest = machine.step(this.state, { kind: 'device.rests' })
    if (!rest.ok) throw new Error(`fault: the reference cannot rest: ${rest.refusal.because}`)
    this.state = rest.state
    return Promise.resolve([...before, { kind: 'device.rests' }])
  }

  drain(): Promise<void> {
    this.state = machine.initial(this.state.config)
    return Promise.resolve()
  }

  diagnostics(): string {
    return `the reference under the policy ${this.policy}`
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  private react(pick: (enabled: readonly NetAction[]) => NetAction | undefined): readonly NetObservation[] {
    const { state, actions } = perform(machine, this.state, pick)
    this.state = state
    return actions.flatMap(seen)
  }
}

/** The reference device under a policy. `device` replaces its configuration. */
export function referenceTarget(policy: PolicyName = 'eager', device: NetConfig = referenceConfig): Target {
  const has: readonly Capability[] = ['net', 'ctrl', 'mq', 'rss', 'hash-report', 'hash-config', 'pairs-2', 'pairs-4']
  const extras: readonly Capability[] = [
    'interrupts',
    'ring-position',
    'queue-reset',
    'device-status',
    'memory-watch',
    'link',
    'link-status',
    'suspend',
  ]
  return {
    name: `reference (${policy})`,
    version: 'virtio-v1.4-cs01',
    capabilities: () => Promise.resolve({ config: device, has: new Set([...has, ...extras]) }),
    open: (options = {}) => Promise.resolve(new ReferenceSession(device, policy, options)),
  }
}
