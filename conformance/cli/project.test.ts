import { expect, test } from 'vitest'
import { toyTarget } from '../run/toy/target.fixture.ts'
import { bugsOf, propertiesOf, seededBugs } from './project.ts'
import { lose, toyCourt, toyProject } from './toy-project.fixture.ts'

test('every bug with the target that has it: those of reactions laid over the reference, each over one of its own', async () => {
  const bases: string[] = []
  const reference = () => {
    bases.push('base')
    return toyTarget({ name: `base ${bases.length}` })
  }
  const { wrap: _, ...facts } = lose
  const engineBug = { ...facts, id: 'in-engine', target: () => Promise.resolve(toyTarget({ name: 'faulty engine' })) }
  const project = {
    ...toyProject,
    courts: [toyCourt({ reference, bugs: [lose, { ...lose, id: 'lose-again' }] })],
    engineBugs: [engineBug],
  }
  const bugs = seededBugs(project)
  expect(bugs.map(({ id }) => id)).toEqual(['lose', 'lose-again', 'in-engine'])
  expect(bugsOf(project).map(({ id }) => id)).toEqual(['lose', 'lose-again', 'in-engine'])
  expect(bugs[0]).toMatchObject(facts)
  const targets = await Promise.all(bugs.map((bug) => bug.target()))
  expect(targets.map(({ name }) => name)).toEqual(['base 1', 'base 2', 'faulty engine'])
})

test('every property of every subject', () => {
  expect(
    propertiesOf({ ...toyProject, courts: [toyCourt(), toyCourt({ properties: [] })] }).map(({ id }) => id),
  ).toEqual(['toy/offers', 'toy/again'])
})
