import { afterEach, describe, expect, it } from 'vitest'
import { edit, freezeStates } from './edit.ts'

interface Place {
  readonly near: { readonly names: readonly string[] }
  readonly far: { readonly names: readonly string[] }
}

const place: Place = { near: { names: ['a'] }, far: { names: ['b'] } }

afterEach(() => freezeStates(true))

describe('edit', () => {
  it('changes a copy and shares what it does not touch', () => {
    const next = edit(place, (draft) => {
      draft.near.names.push('c')
    })
    expect(next).toEqual({ near: { names: ['a', 'c'] }, far: { names: ['b'] } })
    expect(next.far).toBe(place.far)
    expect(place).toEqual({ near: { names: ['a'] }, far: { names: ['b'] } })
  })

  it('gives back the same state where nothing changed', () => {
    expect(edit(place, () => {})).toBe(place)
    expect(edit(place, (draft) => void draft.near.names)).toBe(place)
  })

  it('ignores what the recipe returns', () => {
    const next = edit(place, (draft) => draft.near.names.push('c'))
    expect(next.near.names).toEqual(['a', 'c'])
  })
})

describe('freezeStates', () => {
  const changed = () =>
    edit({ near: { names: ['a'] }, far: { names: ['b'] } } as Place, (draft) => {
      draft.near.names.push('c')
    })

  it('freezes what comes out of an edit, deeply', () => {
    freezeStates(true)
    const next = changed()
    expect(Object.isFrozen(next)).toBe(true)
    expect(Object.isFrozen(next.near.names)).toBe(true)
    expect(Object.isFrozen(next.far)).toBe(true)
  })

  it('leaves it as it is where it is off', () => {
    freezeStates(false)
    expect(Object.isFrozen(changed())).toBe(false)
  })
})
