import type { Availability, KnownTarget } from './known-target.ts'
import type { Project } from './project.ts'
import type { Surroundings } from './surroundings.ts'

/** Says which targets there are, and whether each can run here; the exit status. */
export async function targetsCommand(
  project: Project,
  { json }: { readonly json: boolean },
  around: Surroundings,
): Promise<number> {
  const rows: { readonly known: KnownTarget; readonly found: Availability }[] = []
  for (const known of project.targets) rows.push({ known, found: await known.probe({}) })
  if (json) {
    const targets = rows.map(({ known, found }) => ({ name: known.name, ...found, needs: known.needs }))
    around.out(JSON.stringify({ targets }, undefined, 2))
    return 0
  }
  for (const { known, found } of rows) for (const line of lines(known, found)) around.out(line)
  return 0
}

function lines(known: KnownTarget, found: Availability): readonly string[] {
  const state = found.available
    ? `can run here${found.version === undefined ? '' : `: ${found.version}`}`
    : 'cannot run here'
  return [
    `${known.name.padEnd(20)} ${state}`,
    `  ${known.says}`,
    ...(found.available ? [] : [`  why: ${found.why}`]),
    ...known.needs.map((need) => `  needs ${need}`),
    ...Object.entries(known.options).map(([key, means]) => `  --option ${key}=…  ${means}`),
  ]
}
