import { describe, expect, it } from 'vitest'
import { clauseTags } from './clause-tags.ts'

const of = (text: string) => clauseTags([{ path: 'model/a.ts', text }])
const tag = `@${'clause'}`

describe('clauseTags', () => {
  it.each([
    `/** A queue. ${tag} net.vq.def.1 */`,
    `/**\n * ${tag} net.vq.def.1, house.frame.lost\n */`,
    ` * ${tag} net.vq.def.1.`,
    `const a = '${tag} nonsense'`,
  ])('takes %j', (text) => {
    expect(of(text)).toEqual([])
  })

  it.each([
    [`/** A queue. ${tag} net.vq.def.99 */`, ['model/a.ts:1: @clause net.vq.def.99: no such clause']],
    [`/**\n * ${tag} net.vq.def.1, nonsense\n */`, ['model/a.ts:2: @clause nonsense: no such clause']],
    [`/** ${tag} */`, ['model/a.ts:1: @clause : no such clause']],
    [` * ${tag} nonsense`, ['model/a.ts:1: @clause nonsense: no such clause']],
  ])('refuses %j', (text, says) => {
    expect(of(text)).toEqual(says)
  })
})
