import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import typescript from 'typescript'
import { describe, expect, test } from 'vitest'
import { liftToTarget } from '../driver/lift.ts'
import { packageRoot } from '../report/suite.ts'
import { courtWith } from '../subject/court.ts'
import { courts } from '../subject/index.ts'
import { engineTarget } from '../targets/engine.ts'
import { enginePciPart } from '../targets/engine-pci.ts'
import { controlClassBugs } from './control-classes.ts'
import { faultyEngine, patched } from './faulty-engine.ts'
import { filterBugs } from './filter.ts'
import { framingBugs } from './framing.ts'
import { hashBugs } from './hash.ts'
import { hostileBugs } from './hostile.ts'
import { engineBugs } from './index.ts'
import { innerHashBugs } from './inner-hash.ts'
import { lifeCycleBugs } from './life-cycle.ts'
import { mergeableBugs } from './mergeable.ts'
import { mtuBugs } from './mtu.ts'
import { notificationBugs } from './notifications.ts'
import { packedBugs } from './packed.ts'
import { pciBugs } from './pci.ts'
import { queueResetBugs } from './queue-reset.ts'
import { raceBugs } from './race.ts'
import { receiveOffloadBugs } from './receive-offload.ts'
import { ringBugs } from './ring.ts'
import { steeringBugs } from './steering.ts'
import { transmitBugs } from './transmit.ts'
import { tunnelBugs } from './tunnel.ts'

/** Runs within which a bug must die. */
const MOST = 1000

/** The code of a source without types and comments, and what is wrong with its syntax. */
function compiled(text: string): { readonly code: string; readonly errors: readonly unknown[] } {
  const { ESNext } = typescript.ModuleKind
  const { outputText, diagnostics } = typescript.transpileModule(text, {
    compilerOptions: { target: typescript.ScriptTarget.ES2022, module: ESNext, removeComments: true },
    reportDiagnostics: true,
  })
  return { code: outputText, errors: diagnostics?.map(({ messageText }) => messageText) ?? [] }
}

test('the engine has them all, each under a name of its own', () => {
  expect(engineBugs).toEqual([
    ...lifeCycleBugs,
    ...ringBugs,
    ...framingBugs,
    ...packedBugs,
    ...queueResetBugs,
    ...hostileBugs,
    ...raceBugs,
    ...steeringBugs,
    ...hashBugs,
    ...innerHashBugs,
    ...filterBugs,
    ...controlClassBugs,
    ...mergeableBugs,
    ...mtuBugs,
    ...transmitBugs,
    ...receiveOffloadBugs,
    ...tunnelBugs,
    ...notificationBugs,
    ...pciBugs,
  ])
  expect(new Set(engineBugs.map(({ id }) => id)).size).toBe(engineBugs.length)
  for (const { id } of engineBugs) expect(id).toMatch(/^engine-[a-z-]+$/)
})

describe('a bug of the engine', () => {
  test.each(engineBugs)('$id applies exactly once to $file, and alters its code', (bug) => {
    const text = readFileSync(join(packageRoot, bug.file), 'utf8')
    const altered = compiled(patched(text, bug))
    expect(altered.errors).toEqual([])
    expect(altered.code).not.toBe(compiled(text).code)
  })

  test.each(engineBugs)('$id is refused by $property for $clause', async (bug) => {
    const { open, openPci } = await faultyEngine(bug)
    const parts = { pci: enginePciPart({ open: openPci }) }
    const target = { ...liftToTarget(engineTarget({ name: bug.id, open })), parts, seeded: true }
    const seeded = { ...bug, target: () => Promise.resolve(target) }
    const matrix = await courtWith(courts, bug.property).bugMatrix([seeded], { seed: 1, runs: MOST })
    expect(matrix.bugs).toMatchObject([
      { id: bug.id, alive: false, killedBy: [{ property: bug.property, clause: bug.clause }] },
    ])
  })
})
