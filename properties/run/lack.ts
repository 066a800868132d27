import type { Property } from '../property.ts'
import type { Capabilities } from '../target.ts'

/** Which capabilities a property lacks, in words. */
export function lackOf(property: Property, capabilities: Capabilities): string | undefined {
  const lacking = property.needs.filter((need) => !capabilities.has.has(need))
  if (lacking.length === 0) return undefined
  return lacking.map((need) => capabilities.missing?.[need] ?? `${need}: the target does not have it`).join('; ')
}
