import { describe, expect, it } from 'vitest'
import { isMutated, jobsOf, ledgerOf, subjectsOf, tryMutants } from './constants.ts'
import type { Reply, Request } from './protocol.ts'
import type { Runner } from './runner.ts'

const source = { path: 'model/a.ts', text: 'export const a = [1, 2] // two rows, two numbers\n' }
const test = { path: 'model/a.test.ts', text: "import { a } from './a.ts'\n" }
const other = { path: 'engine/b.ts', text: 'export const b = 3\nexport const c = 4 // equivalent: nothing reads it\n' }
const nothing = new Map()

const runner = (answer: (request: Request) => Reply | 'timeout'): Runner => ({
  run: (request) => Promise.resolve(answer(request)),
  close: () => undefined,
})

describe('isMutated', () => {
  it.each([
    ['model/net/a.ts', true],
    ['engine/a.ts', true],
    ['model/clause/a.ts', false],
    ['model/net/a.test.ts', false],
    ['model/net/a.test-d.ts', false],
    ['engine/a.fixture.ts', false],
    ['model/index.ts', false],
    ['properties/a.ts', false],
  ])('%s: %s', (path, mutated) => {
    expect(isMutated(path)).toBe(mutated)
  })
})

describe('subjectsOf', () => {
  it('numbers mutants through; without a test they are uncovered, with a reason ignored', () => {
    const [first, second] = subjectsOf([source, test, other], nothing)
    expect(first).toMatchObject({ path: 'model/a.ts', first: 0, tests: ['model/a.test.ts'] })
    expect(first?.outcomes).toEqual(Array(6).fill('pending'))
    expect(second).toMatchObject({ path: 'engine/b.ts', first: 6, tests: [] })
    expect(second?.outcomes).toEqual(['uncovered', 'uncovered', 'ignored', 'ignored'])
  })

  it('remembers outcomes until the file or the test beside it changes; a test further away is left to a full run', () => {
    const [before] = subjectsOf([source, test], nothing)
    if (before === undefined) throw new Error('no subject')
    before.outcomes.fill('killed')
    const ledger = ledgerOf([before])
    const again = (...files: readonly (typeof source)[]) => subjectsOf(files, ledger)[0]?.outcomes
    expect(again(source, test)).toEqual(Array(6).fill('killed'))
    expect(again(source, { ...test, text: `${test.text}// more\n` })).toEqual(Array(6).fill('pending'))
    const away = { path: 'model/away.test.ts', text: "import './a.ts'\n" }
    expect(again(source, test, away)).toEqual(Array(6).fill('killed'))
    expect(again({ ...source, text: `${source.text}// more\n` }, test)).toEqual(Array(6).fill('pending'))
  })
})

describe('jobsOf', () => {
  it('lists what is pending, in an order that does not depend on the run', () => {
    const subjects = subjectsOf([source, test, other], nothing)
    const jobs = jobsOf(subjects).map(({ subject, index }) => `${subject.path} ${index}`)
    expect([...jobs].sort()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `model/a.ts ${index}`))
    expect(jobsOf(subjects).map(({ index }) => index)).toEqual(jobsOf(subjects).map(({ index }) => index))
  })
})

describe('tryMutants', () => {
  it('writes what came of each mutant', async () => {
    const subjects = subjectsOf([source, test], nothing)
    const run = runner(({ mutant }) => (mutant === 1 ? 'timeout' : { passed: mutant === -1 || mutant === 2 }))
    expect(await tryMutants(subjects, [run, run], () => false)).toEqual([])
    expect(subjects[0]?.outcomes).toEqual(['killed', 'timeout', 'survived', 'killed', 'killed', 'killed'])
  })

  it('says nothing of mutants whose tests fail without them', async () => {
    const subjects = subjectsOf([source, test], nothing)
    const run = runner(() => ({ passed: false, error: 'expected 1 to be 2' }))
    expect(await tryMutants(subjects, [run], () => false)).toEqual(['model/a.test.ts: expected 1 to be 2'])
    expect(subjects[0]?.outcomes).toEqual(Array(6).fill('pending'))
  })

  it('leaves the rest pending when the time is over', async () => {
    const subjects = subjectsOf([source, test], nothing)
    const run = runner(({ mutant }) => ({ passed: mutant === -1 }))
    let left = 2
    await tryMutants(subjects, [run], () => left-- <= 0)
    expect(subjects[0]?.outcomes.filter((outcome) => outcome === 'killed')).toHaveLength(2)
    expect(subjects[0]?.outcomes.filter((outcome) => outcome === 'pending')).toHaveLength(4)
  })
})
