import { expect, test } from 'vitest'
import { toyTarget } from '../run/toy/target.fixture.ts'
import { seededBugs } from './project.ts'
import { lose, toyProject } from './toy-project.fixture.ts'

test('every bug with the target that has it: those of reactions laid over the base, each over one of its own', async () => {
  const bases: string[] = []
  const bugBase = () => {
    bases.push('base')
    return toyTarget({ name: `base ${bases.length}` })
  }
  const { wrap: _, ...facts } = lose
  const engineBug = { ...facts, id: 'in-engine', target: () => Promise.resolve(toyTarget({ name: 'faulty engine' })) }
  const reactionBugs = [lose, { ...lose, id: 'lose-again' }]
  const bugs = seededBugs({ ...toyProject, bugBase, reactionBugs, engineBugs: [engineBug] })
  expect(bugs.map(({ id }) => id)).toEqual(['lose', 'lose-again', 'in-engine'])
  expect(bugs[0]).toMatchObject(facts)
  const targets = await Promise.all(bugs.map((bug) => bug.target()))
  expect(targets.map(({ name }) => name)).toEqual(['base 1', 'base 2', 'faulty engine'])
})
