import { describe, expect, it } from 'vitest'
import { type AuthorityName, authorities } from './authority.ts'
import { type ClauseId, catalogue, clauseOf, isAdvice, isClauseId } from './clause.ts'
import { areas as gists } from './gist/index.ts'
import { house } from './house.ts'
import { linuxTun } from './linux-tun.ts'
import { areas } from './virtio/index.ts'

const clauses = [...catalogue.values()]
const virtio = clauses.filter((clause) => clause.authority === 'virtio-v1.4-cs01')
const idsOf = (tables: Readonly<Record<string, object>>): string[] => Object.values(tables).flatMap(Object.keys)
describe('the catalogue', () => {
  it('holds 801 clauses and 100 definitions of virtio, and every invariant of ours', () => {
    expect(virtio).toHaveLength(901)
    expect(virtio.filter((clause) => clause.level === 'DEFINES')).toHaveLength(100)
    expect(clauses).toHaveLength(901 + Object.keys(house).length + Object.keys(linuxTun).length)
  })

  it('holds no id twice, in whatever area or table it stands', () => {
    const ids = [...idsOf(areas), ...Object.keys(house), ...Object.keys(linuxTun)]
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual([...catalogue.keys()])
  })

  it('has words for every clause, and no words for a clause that is not there', () => {
    expect(idsOf(gists)).toEqual(idsOf(areas))
    expect(clauses.filter((clause) => clause.gist.trim().length < 10).map((clause) => clause.id)).toEqual([])
  })

  it('says where every clause of virtio stands', () => {
    const misplaced = virtio.filter((clause) => !/^[\w/-]+\.tex:[1-9]\d*$/.test(clause.place ?? ''))
    expect(misplaced.map((clause) => clause.id)).toEqual([])
  })

  it('knows only levels of RFC 2119 and definitions', () => {
    expect([...new Set(virtio.map((clause) => clause.level))].sort()).toEqual([
      'DEFINES',
      'MAY',
      'MAY NOT',
      'MUST',
      'MUST NOT',
      'OPTIONAL',
      'RECOMMENDED',
      'SHOULD',
      'SHOULD NOT',
    ])
  })

  it('grades norms as normative and definitions as documented', () => {
    for (const clause of virtio) expect(clause.grade).toBe(clause.level === 'DEFINES' ? 'documented' : 'normative')
  })

  it('prefixes the ids of other authorities with their name, and none of virtio', () => {
    const names = Object.keys(authorities) as AuthorityName[] // the keys of `authorities` are what the union is made of
    const prefixOf = (id: string): string => names.find((name) => id.startsWith(`${name}.`)) ?? 'virtio-v1.4-cs01'
    for (const clause of clauses) expect(prefixOf(clause.id)).toBe(clause.authority)
  })
})

describe('clauseOf', () => {
  it('gives what is known of a clause of virtio', () => {
    expect(clauseOf('net.rss.driver.3')).toEqual({
      id: 'net.rss.driver.3',
      area: 'rss',
      authority: 'virtio-v1.4-cs01',
      grade: 'normative',
      side: 'driver',
      level: 'MUST',
      observe: 'driver-under-test',
      place: 'net/description.tex:2165',
      legacy: false,
      gist: 'Indirection table length is a power of two.',
    })
  })

  it('marks what binds only legacy devices and drivers', () => {
    expect(clauseOf('net.legacy.driver.1').legacy).toBe(true)
  })

  it('gives what is known of an invariant of ours', () => {
    expect(clauseOf('house.frame.lost')).toEqual({
      id: 'house.frame.lost',
      area: 'house',
      authority: 'house',
      grade: 'documented',
      side: 'device',
      level: 'MUST',
      observe: 'device-under-test',
      legacy: false,
      gist: house['house.frame.lost'],
    })
  })

  it('throws a fault for what the types would have refused', () => {
    expect(() => clauseOf('net.rss.device.99' as ClauseId)).toThrow(
      'fault: the catalogue has no clause net.rss.device.99',
    )
  })
})

describe('isClauseId', () => {
  it.each([
    ['net.rss.device.1', true],
    ['house.frame.lost', true],
    ['net.rss.device.0', false],
    ['', false],
    ['constructor', false],
  ])('%s: %s', (id, known) => {
    expect(isClauseId(id)).toBe(known)
  })
})

describe('isAdvice', () => {
  const idOf = (level: string): ClauseId =>
    clauses.filter((clause) => clause.level === level).map(({ id }) => id)[0] as ClauseId
  it.each(['SHOULD', 'SHOULD NOT', 'RECOMMENDED'])('%s is advice', (level) => {
    expect(isAdvice(idOf(level))).toBe(true)
  })
  it.each(['MUST', 'MUST NOT', 'MAY', 'MAY NOT', 'OPTIONAL', 'DEFINES'])('%s is not', (level) => {
    expect(isAdvice(idOf(level))).toBe(false)
  })
})
