/** The command line, or a file given on it, is wrong: one line that says what, where, and what would be right. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
