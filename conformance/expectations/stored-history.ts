import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../../properties/target.ts'
import { packageRoot } from '../report/suite.ts'
import { readTrace } from '../trace/read.ts'

/** Where the traces of known deviations lie. */
export const expectationsFolder: string = join(packageRoot, 'conformance', 'expectations')

/** The text of the stored history of a known deviation: a file beside this one. */
export function storedText(trace: string): string {
  return readFileSync(join(expectationsFolder, trace), 'utf8')
}

/** The stored history of a known deviation of a network device. */
export function storedHistory(trace: string): readonly Entry[] {
  return readTrace(storedText(trace)).log
}
