import { change } from './change.ts'
import { discovery } from './discovery.ts'
import { interrupts } from './interrupts.ts'
import { registers } from './registers.ts'
import { resets } from './reset.ts'
import type { PciProperty } from './terms.ts'
import { windows } from './window.ts'

/** Every property of a PCI function, by theme. */
export const pciProperties: readonly PciProperty[] = [
  ...discovery,
  ...registers,
  ...resets,
  ...interrupts,
  ...change,
  ...windows,
]
