/** Tiny scopes of the PCI function: two queues, two vectors, three descriptors. */
import { queueIndex } from '../model/kernel/brand.ts'
import type { PciAction } from '../model/transport/pci/action.ts'
import { pciFunction } from '../model/transport/pci/function.ts'
import type { PciState } from '../model/transport/pci/state.ts'
import { opening, pciAttempts, pciChoice, tinyPci } from './pci-scope.fixture.ts'
import { exploration } from './tiny-scope.fixture.ts'
import type { Series } from './walk.fixture.ts'

const machine = pciFunction()
const through = 'bar' as const

/** Plays the opening, the device answering as it most likely would. */
export function openedPci(): PciState {
  let state = machine.initial(tinyPci)
  for (const act of opening) {
    const step = machine.step(state, act)
    if (!step.ok) throw new Error(`fault: the opening is refused: ${step.refusal.because}`)
    const [answer] = step.state.question === undefined ? [] : machine.enabled(step.state)
    state = answer === undefined ? step.state : machine.effect(step.state, answer)
  }
  return state
}

const onEither = (act: (queue: 0 | 1) => PciAction): readonly PciAction[] => [act(0), act(1)]
const offers = onEither((queue) => ({ kind: 'driver.offers', queue: queueIndex(queue) }))
const kicks = onEither((queue) => ({ kind: 'driver.kicks', queue: queueIndex(queue), through }))
const renewal: Series<PciAction> = [
  [{ kind: 'driver.resetsQueue', queue: queueIndex(0) }],
  [{ kind: 'driver.enables', queue: queueIndex(0) }],
]
const link: Series<PciAction> = [false, true].map((up) => [{ kind: 'admin.links', up }])
const msix: Series<PciAction> = [false, true].map((on) => [{ kind: 'driver.switchesMsix', on }])
const read: Series<PciAction> = [[{ kind: 'driver.reads', register: 'isr_status', through }]]

const scope = { machine, start: openedPci, attempts: pciAttempts, choice: pciChoice }

/** The tiny scopes of the PCI function. */
export const pciScopes = [
  exploration({
    ...scope,
    says: 'three buffers on two queues',
    plan: [
      [offers, offers, offers],
      [kicks, kicks],
    ],
  }),
  exploration({
    ...scope,
    says: 'a queue reset, the link, ISR status and MSI-X meanwhile',
    plan: [[offers, offers, offers], [kicks, kicks], renewal, link, msix, read],
    depth: 4,
  }),
]
