import { describe, expect, test } from 'vitest'
import { referenceTarget } from '../conformance/targets/reference.ts'
import { altered } from './bugs/altered.ts'
import { testsFor } from './for-target.ts'
import { netSubject } from './net-subject.ts'
import { lackOfPart, targetOf } from './subject.ts'
import type { Candidate } from './target.ts'

const reference = referenceTarget('eager')
const part = { capabilities: () => reference.capabilities(), open: () => reference.open() }

describe('a candidate as a network device', () => {
  test('is what it is itself, with its facts', async () => {
    const target = targetOf(netSubject, { ...reference, seeded: true })
    expect(target).toMatchObject({ name: reference.name, version: reference.version, seeded: true })
    expect(await target?.capabilities()).toEqual(await reference.capabilities())
    expect(await (await target?.open({ seed: 1 }))?.settle()).toEqual([{ kind: 'device.rests' }])
    expect(targetOf(netSubject, reference)).not.toHaveProperty('seeded')
  })

  test('is its part, where it has one', async () => {
    const target = targetOf(netSubject, { name: 'card', version: '2', parts: { net: part } })
    expect(await target?.capabilities()).toEqual(await reference.capabilities())
    const capabilities = () => Promise.reject(new Error('the part comes first'))
    expect(
      await targetOf(netSubject, { ...reference, capabilities, parts: { net: part } })?.capabilities(),
    ).toBeDefined()
  })

  test('calls what is a method as one', async () => {
    class Device implements Candidate {
      readonly name = 'device'
      readonly version = '1'
      readonly given = reference
      capabilities() {
        return this.given.capabilities()
      }
      open() {
        return this.given.open()
      }
    }
    const target = targetOf(netSubject, new Device())
    expect((await target?.capabilities())?.has.has('net')).toBe(true)
    await (await target?.open())?.close()
  })

  test('that cannot see notifications owes none: it passes what asks for none', async () => {
    const deaf: Candidate = {
      ...reference,
      async capabilities() {
        const { has, ...all } = await reference.capabilities()
        return { ...all, has: new Set([...has].filter((one) => one !== 'interrupts')) }
      },
      async open() {
        const session = await reference.open()
        return altered(session, () => (entry) => (entry.kind === 'device.interrupts' ? [] : [entry]))
      },
    }
    expect((await targetOf(netSubject, deaf)?.capabilities())?.config.traits).toMatchObject({ unheard: true })
    expect((await targetOf(netSubject, reference)?.capabilities())?.config.traits).not.toHaveProperty('unheard')
    const { has } = await reference.capabilities()
    const tests = testsFor(netSubject, deaf, { runs: 3 })
    const skipped: string[] = []
    for (const { property, run } of tests) await run({ skip: () => skipped.push(property.id) })
    expect(skipped).toContain('ring/notification')
    const asksForMore = tests.filter(({ property: { needs } }) =>
      needs.some((need) => need === 'interrupts' || !has.has(need)),
    )
    expect(skipped).toEqual(asksForMore.map(({ property }) => property.id))
  })

  test('is none without either', () => {
    const bare = { name: 'bare', version: '1' }
    expect(targetOf(netSubject, bare)).toBeUndefined()
    expect(lackOfPart(netSubject, bare)).toBe('net: the target does not have it')
    expect(lackOfPart(netSubject, { ...bare, lacks: { net: 'net: no wire' } })).toBe('net: no wire')
  })

  test('is given back through the candidate', async () => {
    let disposed = 0
    const target = targetOf(netSubject, {
      ...reference,
      async dispose() {
        disposed++
      },
    })
    await target?.dispose?.()
    await targetOf(netSubject, reference)?.dispose?.()
    expect(disposed).toBe(1)
    if (target !== undefined) expect(netSubject.candidate(target)).toBe(target)
  })
})
