/** Runs before every test file of a mutant: switches that mutant on before any mutated module is loaded. */
import { inject } from 'vitest'
import { SWITCH } from './instrument.ts'

Reflect.set(globalThis, SWITCH, inject('mutant'))

declare module 'vitest' {
  /** What the worker tells a test file. */
  export interface ProvidedContext {
    /** The number of the mutant that is on; -1 for none. */
    mutant: number
  }
}
