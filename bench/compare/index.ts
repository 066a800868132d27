import type { Compare } from '../comparison.ts'
import { compareReceive } from './receive.ts'
import { compareReference } from './reference.ts'
import { compareToeplitz } from './toeplitz.ts'
import { compareTransmit } from './transmit.ts'
import { compareWalk } from './walk.ts'

/** Every comparison, by its id. */
export const comparisons: Readonly<Record<string, Compare>> = {
  'toeplitz-12': compareToeplitz(12),
  'toeplitz-36': compareToeplitz(36),
  'split-walk-1': compareWalk([16]),
  'split-walk-3': compareWalk([16, 16, 16]),
  'receive-64': compareReceive(64),
  'receive-1500': compareReceive(1500),
  'transmit-64': compareTransmit(64),
  'transmit-1500': compareTransmit(1500),
  'reference-receive': compareReference,
}
