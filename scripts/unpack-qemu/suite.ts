/** Where Debian keeps one version of QEMU: suites of its main archive, the last of which has it; the others have what it needs. */
export interface Source {
  readonly suites: readonly [string, ...string[]]
}

/** The versions that can be unpacked. Suites move: the number is what each had when it was added here. */
export const sources: Readonly<Record<string, Source>> = {
  '10.0': { suites: ['bookworm', 'bookworm-backports'] },
  '11.1': { suites: ['sid'] },
}

/** The suite that a version is taken from. */
export const suiteOf = ({ suites }: Source): string => suites.at(-1) ?? suites[0]

/**
 * The mirror of Debian's main archive that this machine's own apt is set up with: the first address whose suites are not those of
 * security updates alone. `targets` holds lines of `ADDRESS SUITE`, as `apt-get indextargets` prints them.
 */
export function mirrorIn(targets: string): string | undefined {
  const lines = targets.split('\n').map((line) => line.trim().split(/\s+/))
  return lines.find(([address, suite]) => address !== '' && suite !== undefined && !suite.includes('security'))?.[0]
}

/** Lines for apt: the suites of one source at a mirror. */
export const aptLines = (mirror: string, { suites }: Source): string =>
  suites.map((suite) => `deb ${mirror} ${suite} main\n`).join('')

/** Options that give apt a life of its own in `folder`: sources, lists and an empty record of what is installed. */
export const aptOptions = (folder: string, source: Source): readonly string[] =>
  [
    `Dir::Etc::SourceList=${folder}/sources.list`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State=${folder}/state`,
    `Dir::State::Status=${folder}/status`,
    `Dir::Cache=${folder}/cache`,
    `APT::Default-Release=${suiteOf(source)}`,
    'APT::Architecture=amd64',
    'APT::Install-Recommends=false',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option])
