import { cpus } from 'node:os'

/** What results were measured on: nothing that names the machine or a place on it. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly node: string
  readonly v8: string
  /** Compiler and flags of the twin; why there is none. */
  readonly compiler: string
}

/** This machine. */
export function machine(compiler: string): Machine {
  const all = cpus()
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    node: process.versions.node,
    v8: process.versions.v8,
    compiler,
  }
}
