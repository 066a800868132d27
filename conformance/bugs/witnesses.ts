import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isClauseId } from '../../model/clause/clause.ts'
import { packageRoot } from '../report/suite.ts'
import type { Witness } from '../run/witness.ts'

/** The seed that every witness was found by. */
export const witnessSeed = 1

/** Where the witnesses lie: `scripts/witnesses.ts` writes them. */
export const witnessFile: string = join(packageRoot, 'conformance', 'bugs', 'witnesses.jsonl')

/**
 * Where seeded bugs are refused: a line a witness. It says where to look and proves nothing: whoever counts a kill does the run
 * anew.
 */
export function readWitnesses(text: string = readFileSync(witnessFile, 'utf8')): readonly Witness[] {
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line, index) => {
    const { bug, property, clause, run } = JSON.parse(line) as Partial<Record<keyof Witness, unknown>>
    const isWitness = typeof bug === 'string' && typeof property === 'string' && Number.isSafeInteger(run)
    if (!isWitness || typeof run !== 'number' || typeof clause !== 'string' || !isClauseId(clause))
      throw new Error(`fault: witnesses.jsonl:${index + 1}: expected bug, property, clause and run, found ${line}`)
    return { bug, property, clause, run }
  })
}

/** Witnesses as they are stored, a line each, in order of bug, property and clause. */
export function writeWitnesses(witnesses: readonly Witness[]): string {
  const lines = witnesses.map(({ bug, property, clause, run }) => JSON.stringify({ bug, property, clause, run }))
  return lines
    .sort()
    .map((line) => `${line}\n`)
    .join('')
}
