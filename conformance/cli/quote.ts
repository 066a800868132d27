/** A word as a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A command line. */
export function commandLine(words: readonly string[]): string {
  return ['virtio-conformance', ...words].map(quoted).join(' ')
}

/** `--option` for every setting of a target. */
export function optionWords(options: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(options).flatMap(([key, value]) => ['--option', `${key}=${value}`])
}
