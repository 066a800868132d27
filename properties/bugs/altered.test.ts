import { expect, it } from 'vitest'
import type { NetObservation } from '../../model/net/action.ts'
import { offers, uses } from '../../model/net/live.fixture.ts'
import type { Session } from '../target.ts'
import { altered } from './altered.ts'

const rests: NetObservation = { kind: 'device.rests' }

/** A session that shows what it is told to, and keeps a record of what is asked of it. */
function scripted(seen: readonly NetObservation[] | 'skipped'): Session & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    perform: (stimulus) => {
      asked.push(stimulus.kind)
      return Promise.resolve(seen)
    },
    settle: () => Promise.resolve([rests]),
    drain: () => Promise.resolve(void asked.push('drain')),
    diagnostics: () => 'last words',
    close: () => Promise.resolve(void asked.push('close')),
  }
}

it('alters what is seen while a stimulus is done, and knows which', async () => {
  const session = altered(scripted([uses(0, 1, 'aa')]), () => (entry, watch, stimulus) => {
    return stimulus?.kind === 'driver.offers' && watch.frames === 1 ? [entry, entry] : [entry]
  })
  expect(await session.perform(offers(0, 1))).toEqual([uses(0, 1, 'aa'), uses(0, 1, 'aa')])
})

it('alters what is seen at a rest, without a stimulus', async () => {
  const session = altered(scripted([]), () => (entry, _, stimulus) => (stimulus === undefined ? [] : [entry]))
  expect(await session.settle()).toEqual([])
})

it('passes a skipped stimulus on', async () => {
  const session = altered(scripted('skipped'), () => () => [])
  expect(await session.perform(offers(0, 1))).toBe('skipped')
})

it('makes an alteration of its own for each session', async () => {
  let made = 0
  const make = () => {
    made++
    return () => []
  }
  altered(scripted([]), make)
  altered(scripted([]), make)
  expect(made).toBe(2)
})

it('leaves the rest to the session', async () => {
  const inner = scripted([])
  const session = altered(inner, () => (entry) => [entry])
  await session.perform({ kind: 'driver.resets' })
  await session.drain()
  await session.close()
  expect(inner.asked).toEqual(['driver.resets', 'drain', 'close'])
  expect(session.diagnostics()).toBe('last words')
})
