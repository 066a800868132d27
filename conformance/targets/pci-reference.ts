import { perform } from '../../model/kernel/perform.ts'
import type { PciAction, PciObservation, PciStimulus } from '../../model/transport/pci/action.ts'
import type { PciConfig } from '../../model/transport/pci/config.ts'
import { pciFunction } from '../../model/transport/pci/function.ts'
import type { PciState } from '../../model/transport/pci/state.ts'
import { pciCapabilities } from '../../properties/pci/capabilities.ts'
import type { PciTerms } from '../../properties/pci/terms.ts'
import type { OpenOptions, Seen, Session } from '../../properties/target.ts'
import type { TargetOf } from '../../properties/terms.ts'
import { pciReferenceConfig } from './pci-reference-config.ts'
import { type PolicyName, policies } from './policy.ts'

const machine = pciFunction()

/** The model as a PCI function under test: whatever the policy picks from what the model enables. */
class PciReferenceSession implements Session<PciStimulus, PciObservation> {
  private state: PciState
  private readonly pick: (enabled: readonly PciAction[]) => PciAction | undefined

  constructor(
    config: PciConfig,
    private readonly policy: PolicyName,
    { seed = 0 }: OpenOptions,
  ) {
    this.state = machine.initial(config)
    this.pick = policies[policy](seed)
  }

  perform(stimulus: PciStimulus): Promise<readonly Seen<PciObservation>[] | 'skipped'> {
    const step = machine.step(this.state, stimulus)
    if (!step.ok) return Promise.resolve('skipped')
    this.state = step.state
    return Promise.resolve(this.react(this.pick))
  }

  settle(): Promise<readonly Seen<PciObservation>[]> {
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

  private react(pick: (enabled: readonly PciAction[]) => PciAction | undefined): readonly Seen<PciObservation>[] {
    const { state, actions } = perform(machine, this.state, pick)
    this.state = state
    return actions as readonly Seen<PciObservation>[] // only reactions are enabled
  }
}

/** The reference as a PCI function, under a policy. `device` replaces its configuration. */
export function pciReferenceTarget(
  policy: PolicyName = 'eager',
  device: PciConfig = pciReferenceConfig,
): TargetOf<PciTerms> {
  const has = new Set([...pciCapabilities(device), 'link' as const])
  return {
    name: `reference (${policy})`,
    version: 'virtio-v1.4-cs01',
    seeded: true,
    capabilities: () => Promise.resolve({ config: device, has }),
    open: (options = {}) => Promise.resolve(new PciReferenceSession(device, policy, options)),
  }
}
