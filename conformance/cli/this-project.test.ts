import { describe, expect, test } from 'vitest'
import { isClauseId } from '../../model/clause/clause.ts'
import { bugsOf, propertiesOf } from './project.ts'
import { thisProject } from './this-project.ts'
import { type } from './toy-project.fixture.ts'

const here = (words: string) => type(words, thisProject)

describe('this project', () => {
  const bugs = bugsOf(thisProject)
  const properties = propertiesOf(thisProject)

  test('names nothing twice', () => {
    for (const ids of [bugs.map(({ id }) => id), properties.map(({ id }) => id)])
      expect(new Set(ids).size).toBe(ids.length)
    expect(bugs.length).toBeGreaterThanOrEqual(10)
    expect(properties.length).toBeGreaterThanOrEqual(8)
  })

  test('has for every bug its property and its clause, and for every property a bug', () => {
    const killing = bugs.map(({ property }) => property)
    expect([...new Set(killing)].sort()).toEqual(properties.map(({ id }) => id).sort())
    for (const { clause } of bugs) expect(isClauseId(clause)).toBe(true)
  })

  test('lays bugs of reactions over the reference, and builds engines with theirs', async () => {
    const [first] = thisProject.courts.flatMap((court) => court.seededBugs())
    expect((await first?.target())?.name).toBe('reference (eager)')
    const bug = thisProject.engineBugs.find(({ id }) => id === 'engine-wrong-head')
    const target = await bug?.target()
    expect(target).toMatchObject({ name: 'engine with engine-wrong-head', seeded: true })
    expect((await target?.capabilities?.())?.has.has('rss')).toBe(true)
  })
})

describe('what is wrong is said in one line, with the nearest that is right', () => {
  test.each([
    ['check --property rss/que', 'no property is called rss/que; did you mean rss/queue?'],
    ['check --clause net.rss.devic.5', 'no clause is called net.rss.devic.5; did you mean net.rss.device.5?'],
    [
      'check --target enginee',
      'no target is called enginee; did you mean engine? (there are engine, reference, qemu-virtio-net, linux-tun)',
    ],
    ['check --option pairs=4', '--option pairs=4: engine has no option pairs (it has transport)'],
    [
      'check --target qemu-virtio-net --option pair=4',
      '--option pair=4: qemu-virtio-net has no option pair; did you mean pairs? (it has qemu, pairs, queue-size, device, limit)',
    ],
    [
      'check --target qemu-virtio-net --option pairs=0',
      '--option: option pairs=0: must be a whole number from 1 to 256',
    ],
    ['bugs --bug engine-wrong-hed', 'no bug is called engine-wrong-hed; did you mean engine-wrong-head?'],
    ['explain rss/queu', 'rss/queu is no clause, no property and no file of a trace; did you mean rss/queue?'],
  ])('%s', async (words, message) => {
    expect(await here(words)).toEqual({ status: 2, out: '', err: `error: ${message}` })
  })
})

test('an engine without fault passes, and says so', async () => {
  const { status, out } = await here('check --property ring/* --runs 2 --seed 1')
  expect(status).toBe(0)
  expect(out).toMatch(/\d passed, 0 failed in /)
})
