/** Asks a worker to run test files with one mutant switched on. */
export interface Request {
  /** The mutant's number; -1 for none. */
  readonly mutant: number
  /** Test files from the root of the tree; they end at the first failure. */
  readonly tests: readonly string[]
}

/** What came of it. */
export interface Reply {
  /** Whether every test passed. */
  readonly passed: boolean
  /** The first error, in one line, where one did not. */
  readonly error?: string
}
