import { describe, expect, test } from 'vitest'
import type { ReactionBug } from '../../properties/bugs/reaction-bug.ts'
import { targetOf } from '../../properties/subject.ts'
import type { Target } from '../../properties/target.ts'
import { laidOver } from './laid-over.ts'
import { toyConfig } from './toy/machine.fixture.ts'
import { offers } from './toy/property.fixture.ts'
import { toySubject } from './toy/subject.fixture.ts'
import { toyTarget } from './toy/target.fixture.ts'

const facts = { id: 'short', says: 'It is short.', source: 'ours', clause: 'split.used.device.2' } as const

describe('a reaction bug laid over a target', () => {
  const lose: ReactionBug = {
    ...facts,
    property: 'toy/offers',
    wrap: (session, config) => ({
      ...session,
      settle: async () => (config.mac === toyConfig.mac ? [{ kind: 'device.rests' }] : session.settle()),
    }),
  }

  test('is a target, like the one below in all else', async () => {
    const events: string[] = []
    const below: Target = toyTarget({ events, seeded: true })
    const { target, showed, ...bug } = laidOver(lose, toySubject, below)
    expect(bug).toEqual({ ...facts, property: 'toy/offers' })
    const faulty = await target()
    expect([faulty.name, faulty.version, faulty.seeded]).toEqual(['toy', 'toy 1.2.3', true])
    expect(await faulty.capabilities?.()).toEqual(await targetOf(toySubject, below)?.capabilities())
    const session = await faulty.open?.({ seed: 7 })
    for (const step of offers(1)) if (step.kind !== 'device.rests') await session?.perform(step)
    expect(await session?.settle()).toEqual([{ kind: 'device.rests' }])
    await faulty.dispose?.()
    expect(events).toEqual(['open 7', 'dispose'])
  })

  test('says whether it ever made a difference', async () => {
    const idle: ReactionBug = { ...lose, wrap: (session) => session }
    for (const [bug, differs] of [
      [lose, true],
      [idle, false],
    ] as const) {
      const { target, showed } = laidOver(bug, toySubject, toyTarget())
      const session = await (await target()).open?.()
      expect(showed?.()).toBe(false)
      for (const step of offers(1)) if (step.kind !== 'device.rests') await session?.perform(step)
      expect(showed?.()).toBe(false)
      await session?.settle()
      expect(showed?.()).toBe(differs)
    }
  })

  test('that cannot be judged as the subject is that target itself', async () => {
    const bare = { name: 'bare', version: '1' }
    expect(await laidOver(lose, toySubject, bare).target()).toBe(bare)
  })

  test('leaves to chance only what the target below does', async () => {
    expect(await laidOver(lose, toySubject, toyTarget()).target()).not.toHaveProperty('seeded')
  })
})
