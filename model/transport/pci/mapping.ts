import { noVector } from '../../wire/pci-common-config.ts'

/**
 * What a vector register says of an event.
 *
 * - `unmapped`: by a reset of the device
 * - `written`: the driver wrote a value and did not read it back yet; the device may have failed to map
 * - `confirmed`: the register showed this
 * - `loose`: one of these, after a queue was reset: whether its vector is a part of its state is not said
 */
export type Mapping =
  | { readonly kind: 'unmapped' }
  | { readonly kind: 'written'; readonly vector: number; readonly valid: boolean; readonly sure: boolean }
  | { readonly kind: 'confirmed'; readonly vector: number }
  | { readonly kind: 'loose'; readonly vectors: readonly number[] }

/** An event after a reset. @clause pci.msix.device.7 */
export const unmapped: Mapping = { kind: 'unmapped' }

/** What the driver asked for: `valid` of a vector in the table, `sure` while MSI-X is enabled. */
export function mapped(vector: number, vectors: number, sure: boolean): Mapping {
  return { kind: 'written', vector, valid: vector === noVector || vector < vectors, sure }
}

/** The vectors by which an event may be signalled; none where it is unmapped. */
export function vectorsOf(mapping: Mapping): readonly number[] {
  if (mapping.kind === 'unmapped') return []
  if (mapping.kind === 'loose') return mapping.vectors.filter((vector) => vector !== noVector)
  if (mapping.kind === 'written' && !mapping.valid) return []
  return mapping.vector === noVector ? [] : [mapping.vector]
}

/** Whether an event must be signalled by its vector: the device said that it is mapped. @clause pci.msix.driver.5 */
export function isMapped(mapping: Mapping): boolean {
  return mapping.kind === 'confirmed' && mapping.vector !== noVector
}

/** After its queue was reset. */
export function loosened(mapping: Mapping): Mapping {
  return mapping.kind === 'unmapped'
    ? mapping
    : { kind: 'loose', vectors: [...new Set([noVector, ...vectorsOf(mapping)])] }
}
