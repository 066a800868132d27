import type { PropertyFacts } from '../property.ts'
import type { Capabilities } from '../target.ts'

/** Which capabilities a property lacks, in words. */
export function lackOf(
  property: Pick<PropertyFacts, 'needs'>,
  capabilities: Capabilities<unknown>,
): string | undefined {
  const lacking = property.needs.filter((need) => !capabilities.has.has(need))
  if (lacking.length === 0) return undefined
  return lacking.map((need) => capabilities.missing?.[need] ?? `${need}: the target does not have it`).join('; ')
}
