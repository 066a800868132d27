import { arrayOf, type Bytes } from '../../kernel/bytes.ts'

/** A byte of the device-specific configuration as it was read last. */
interface Seen {
  readonly byte: number
  /** How many changes there had been. */
  readonly changes: number
}

/** The device-specific configuration, and the generation that guards reads of it. */
export interface Generation {
  readonly seen: Readonly<Record<number, Seen>>
  /** Changes from outside so far. */
  readonly changes: number
  /** The generation shown last, after how many changes, and whether configuration was read since. */
  readonly shown: { readonly generation: number; readonly changes: number } | undefined
  readonly readSince: boolean
  /** The generation in force at the last read of configuration: it was shown before and after, and nothing changed meanwhile. */
  readonly basis: number | undefined
  /** What the generation must not be when it is shown next. */
  readonly stale: number | undefined
}

/** Nothing was read yet. */
export const unreadGeneration: Generation = {
  seen: {},
  changes: 0,
  shown: undefined,
  readSince: false,
  basis: undefined,
  stale: undefined,
}

/** The configuration changes from outside. */
export const changedOutside = (generation: Generation): Generation => ({
  ...generation,
  changes: generation.changes + 1,
})

/** The bytes that a read must find if nothing changed since they were read; `undefined` for each that is not known. */
export function knownBytes(
  { seen, changes }: Generation,
  offset: number,
  length: number,
): readonly (number | undefined)[] {
  return Array.from({ length }, (_, index) => {
    const known = seen[offset + index]
    return known?.changes === changes ? known.byte : undefined
  })
}

/**
 * Configuration was read. Where it differs from what was read before, the generation must have left what it was at the last
 * read, as far as that is known. Of a second change that is read before the generation is shown nothing can be said: the generation
 * may be back.
 *
 * @clause pci.common.device.6 core.config.def.1
 */
export function configurationRead(generation: Generation, offset: number, bytes: Bytes): Generation {
  const { basis, changes } = generation
  const read = [...arrayOf(bytes)]
  const isChanged = read.some((byte, index) => {
    const known = generation.seen[offset + index]
    return known !== undefined && known.byte !== byte
  })
  const fresh = Object.fromEntries(read.map((byte, index) => [offset + index, { byte, changes }]))
  const seen = { ...generation.seen, ...fresh }
  if (!isChanged) return { ...generation, seen, readSince: true }
  return { ...generation, seen, readSince: true, stale: basis, basis: undefined }
}

/** The generation was shown. */
export function generationShown(generation: Generation, value: number): Generation {
  const { shown, readSince, changes, basis } = generation
  const isSame = shown?.generation === value
  const around = isSame && readSince && shown.changes === changes ? value : undefined
  const kept = isSame && !readSince ? basis : undefined
  return {
    ...generation,
    shown: { generation: value, changes },
    readSince: false,
    stale: undefined,
    basis: around ?? kept,
  }
}
