import { InvalidArgumentError } from 'commander'

/** A whole number of at least `least`; for commander. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`)
    return value
  }
}

/** Any 32-bit whole number: a seed. */
export function seed(text: string): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || value !== (value | 0))
    throw new InvalidArgumentError('Expected a whole number from -2147483648 to 2147483647.')
  return value
}

/** Seconds, a fraction allowed. */
export function secondsGiven(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('Expected seconds above 0.')
  return value
}

/** `I/N`: part I, from 1, of N. */
export function shard(text: string): { readonly index: number; readonly of: number } {
  const [, index, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new InvalidArgumentError('Expected I/N with I from 1 to N.')
  return { index, of }
}

/** Where a report goes: a format, and a file or standard output. */
export interface ReportFlag {
  readonly format: ReportFormat
  readonly file?: string
}

/** The formats that reports come in. */
export const reportFormats = ['text', 'json', 'junit', 'tap'] as const
/** A format of reports. */
export type ReportFormat = (typeof reportFormats)[number]

/** `FORMAT` or `FORMAT=FILE`, added to those before. */
export function reportFlag(text: string, before: readonly ReportFlag[]): readonly ReportFlag[] {
  const cut = text.indexOf('=')
  const name = cut < 0 ? text : text.slice(0, cut)
  const format = reportFormats.find((one) => one === name)
  if (format === undefined)
    throw new InvalidArgumentError(`Expected one of ${reportFormats.join(', ')}, or FORMAT=FILE.`)
  if (cut < 0) return [...before, { format }]
  if (cut === text.length - 1) throw new InvalidArgumentError('Expected a file after =.')
  return [...before, { format, file: text.slice(cut + 1) }]
}

/** Adds a value to those before: an option that may be given often. */
export const many = (text: string, before: readonly string[]): readonly string[] => [...before, text]
