import type { EngineBug } from '../bugs/engine-bug.ts'
import { faultyEngine, whyNot } from '../bugs/faulty-engine.ts'
import { engineBugs } from '../bugs/index.ts'
import { readWitnesses, witnessSeed } from '../bugs/witnesses.ts'
import { liftToTarget } from '../driver/lift.ts'
import type { SeededBug } from '../run/bugs.ts'
import { courts } from '../subject/index.ts'
import { engineTarget } from '../targets/engine.ts'
import { enginePciPart } from '../targets/engine-pci.ts'
import { knownTargets } from './known-targets.ts'
import type { Project } from './project.ts'
import { UsageError } from './usage-error.ts'

/** All that this package has. */
export const thisProject: Project = {
  courts,
  targets: knownTargets,
  engineBugs: engineBugs.map(inEngine),
  whyNoEngineBugs: whyNot,
  witnesses: () => ({ seed: witnessSeed, list: readWitnesses() }),
}

function inEngine({ id, says, source, property, clause, ...patch }: EngineBug): SeededBug {
  const bug = { id, says, source, property, clause }
  return {
    ...bug,
    async target() {
      const why = await whyNot()
      if (why !== undefined) throw new UsageError(`--bug ${id}: ${why}`)
      const { open, openPci } = await faultyEngine({ ...bug, ...patch })
      const target = liftToTarget(engineTarget({ name: `engine with ${id}`, open }))
      return { ...target, parts: { pci: enginePciPart({ open: openPci }) }, seeded: true }
    },
  }
}
