import type { PciBug } from './altered.ts'
import { interruptBugs } from './interrupts.ts'
import { layoutBugs } from './layout.ts'
import { registerBugs } from './registers.ts'
import { resetBugs } from './reset.ts'
import { windowBugs } from './window.ts'

/** Every bug seeded in the reactions of a PCI function, by theme. */
export const pciBugs: readonly PciBug[] = [
  ...layoutBugs,
  ...registerBugs,
  ...resetBugs,
  ...interruptBugs,
  ...windowBugs,
]
