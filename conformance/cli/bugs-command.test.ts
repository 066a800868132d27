import { describe, expect, test } from 'vitest'
import { toyProperty } from '../run/toy/property.fixture.ts'
import { known, lose, toyCourt, toyJson, toyProject, toyType, type } from './toy-project.fixture.ts'

describe('bugs', () => {
  test('a bug that dies, and a property that kills none: 1', async () => {
    const { status, report } = await toyJson('bugs --json')
    expect(status).toBe(1)
    expect(report).toEqual({
      bugs: [
        {
          id: 'lose',
          says: 'It loses chains.',
          source: 'ours',
          clause: 'house.chain.lost',
          killedBy: [{ property: 'toy/offers', runs: 1, clause: 'house.chain.lost' }],
          alive: false,
        },
      ],
      properties: [
        { id: 'toy/offers', kills: 1 },
        { id: 'toy/again', kills: 0 },
      ],
    })
    expect((await toyType('bugs --bug lose')).status).toBe(0)
    expect((await toyType('bugs --target engine')).status).toBe(0)
  })

  test('several seeds: the runs under each and the median beside the promised fields', async () => {
    const { status, report } = await toyJson('bugs --json --bug lose --seed 4 --seeds 3')
    expect(status).toBe(0)
    const seeds = [4, 5, 6].map((seed) => ({ seed, runs: 1 }))
    expect(report.bugs[0].killedBy).toEqual([
      { property: 'toy/offers', runs: 1, clause: 'house.chain.lost', seeds, median: 1 },
    ])
    const { out } = await toyType('bugs --bug lose --seed 4 --seeds 3')
    expect(out).toContain('by toy/offers after 1 runs in the median (1, 1, 1): house.chain.lost')
    expect(out).toContain('1 dead, 0 alive, 0 skipped (seeds 4 to 6)')
  })

  test('a bug refused by another clause only is alive', async () => {
    const foreign = { ...toyProject, courts: [toyCourt({ bugs: [{ ...lose, clause: 'house.chain.foreign' }] })] }
    const { status, out } = await type('bugs --runs 3 --bug lose', foreign)
    expect(status).toBe(1)
    expect(out).toContain('ALIVE  lose')
    expect(out).toContain('refused otherwise by house.chain.lost')
  })

  test('a bug named gets its story, and only the property that kills it a line', async () => {
    expect(await toyType('bugs --bug lo*')).toEqual({
      status: 0,
      err: '',
      out: [
        '  dead   lose                               by toy/offers after 1 run: house.chain.lost',
        '         It loses chains.',
        '           1  driver offers q0 c3: 10 bytes',
        '           2  device rests',
        '              ^ house.chain.lost: chain 3 is not used',
        '',
        '    1 kill   toy/offers',
        '',
        '1 dead, 0 alive, 0 skipped (seed 1)',
      ].join('\n'),
    })
  })

  test('the whole matrix in print: every property, and those that kill nothing', async () => {
    const { status, out } = await toyType('bugs --seed 7')
    expect(status).toBe(1)
    expect(out.split('\n')).toEqual([
      '  dead   lose                               by toy/offers after 1 run: house.chain.lost',
      '',
      '    1 kill   toy/offers',
      '    0 kills  toy/again',
      '',
      'kill nothing: toy/again',
      '1 dead, 0 alive, 0 skipped (seed 7)',
    ])
  })

  test('over a target that lacks what the property needs: skipped, and why', async () => {
    const courts = [toyCourt({ properties: [{ ...toyProperty, needs: ['mq'] }] })]
    const { status, out } = await type('bugs --target engine', { ...toyProject, courts })
    expect(status).toBe(0)
    expect(out).toContain('  skip   lose                               ')
    expect(out).toContain('mq: no tap')
    expect(out).toContain('0 dead, 0 alive, 1 skipped (seed 1)')
  })

  test('a target that is laid over is given up in the end', async () => {
    const events: string[] = []
    const targets = [known('toy', { events })]
    expect((await type('bugs --target toy --bug lose --json', { ...toyProject, targets })).status).toBe(0)
    expect(events.at(-1)).toBe('dispose')
  })
})
