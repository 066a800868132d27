import { beforeEach, describe, expect, it } from 'vitest'
import { createExtensionWalk } from './extension.ts'
import { fromHex } from './frame.fixture.ts'
import { layOut } from './layout.ts'
import { allocateMemory } from './memory.ts'

const layout = layOut({ device: 1, queues: 1, chain: 1, table: 1, backlog: 1 })
const memory = allocateMemory(0, 4096)
const walk = createExtensionWalk(layout, memory)
const at = 24
const home = 'fd000000000000000000000000000abc'
const care = 'fd000000000000000000000000000def'

/** Walks `text` from a first next header on; where the upper layer begins (counted from the first header) and what it is. */
function walked(first: number, text: string, length?: number) {
  const bytes = fromHex(text)
  const end = at + (length ?? bytes.length)
  layout.frameExtended[0] = 0
  memory.bytes.fill(0xff)
  memory.bytes.set(bytes, at)
  const upper = walk(first, at, end)
  return { upper: upper - at, protocol: layout.upperProtocol[0], extended: layout.frameExtended[0] }
}

const tuple = (): string => [...layout.homeTuple].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
const untouched = '00'.repeat(36)

beforeEach(() => {
  layout.homeTuple.fill(0)
})

describe('the chain of extension headers', () => {
  it('is empty where the upper layer comes at once', () => {
    expect(walked(6, 'aabbccdd00112233')).toEqual({ upper: 0, protocol: 6, extended: 0 })
    expect(walked(59, 'aabbccdd00112233')).toEqual({ upper: 0, protocol: 59, extended: 0 })
    expect(walked(50, 'aabbccdd00112233')).toEqual({ upper: 0, protocol: 50, extended: 0 })
  })
  it.each([
    ['hop-by-hop options', 0],
    ['routing', 43],
    ['destination options', 60],
    ['mobility', 135],
    ['host identity', 139],
    ['shim6', 140],
  ])('skips %s by units of 8 bytes', (_, kind) => {
    expect(walked(kind, '1100 000000000000 0000000000000000')).toEqual({ upper: 8, protocol: 17, extended: 1 })
    expect(walked(kind, `1101 ${'00'.repeat(14)} 0000000000000000`)).toEqual({ upper: 16, protocol: 17, extended: 1 })
  })
  it('skips an authentication header by units of 4 bytes, two fewer', () => {
    expect(walked(51, `0604 ${'00'.repeat(22)} 0000000000000000`)).toEqual({ upper: 24, protocol: 6, extended: 1 })
    expect(walked(51, `0600 ${'00'.repeat(6)} 0000000000000000`)).toEqual({ upper: 8, protocol: 6, extended: 1 })
  })
  it('skips several', () => {
    const text = '3c00 000000000000 2b00 000000000000 0600 000000000000 0000000000000000'
    expect(walked(0, text)).toEqual({ upper: 24, protocol: 6, extended: 1 })
  })
  it('goes on behind a fragment header that belongs to a whole packet', () => {
    expect(walked(44, '0600 0000 00000001 0000000000000000')).toEqual({ upper: 8, protocol: 6, extended: 1 })
    expect(walked(44, '06ff 0006 00000001 0000000000000000')).toEqual({ upper: 8, protocol: 6, extended: 1 })
  })
  it.each(['0001', '0008', '8000', 'fff9'])('ends at a fragment with offset and flags %s', (bits) => {
    expect(walked(44, `0600 ${bits} 00000001 0000000000000000`)).toEqual({ upper: 16, protocol: 59, extended: 1 })
  })
  it('ends with the packet', () => {
    expect(walked(0, '0600 000000000000 00', 8)).toEqual({ upper: 8, protocol: 59, extended: 1 })
    expect(walked(0, '0600 000000000000 00', 7)).toEqual({ upper: 7, protocol: 59, extended: 0 })
    expect(walked(0, `0601 ${'00'.repeat(14)} 0000000000000000`, 15)).toEqual({ upper: 15, protocol: 59, extended: 1 })
    expect(walked(0, `0601 ${'00'.repeat(14)} 0000000000000000`, 16)).toEqual({ upper: 16, protocol: 59, extended: 1 })
    expect(walked(0, '06ff 000000000000 00', 9)).toEqual({ upper: 9, protocol: 59, extended: 1 })
  })
})

describe('the home address option', () => {
  it('takes the place of the source', () => {
    expect(walked(60, `0602 01020000 c910 ${home} 0000000000000000`)).toMatchObject({ upper: 24, protocol: 6 })
    expect(tuple()).toBe(home + '00'.repeat(20))
  })
  it('is found behind single bytes of padding', () => {
    walked(60, `0602 00 010100 c910 ${home} 0000000000000000`)
    expect(tuple()).toBe(home + '00'.repeat(20))
  })
  it('counts where its header ends with the packet, and not where the packet ends before', () => {
    walked(60, `0602 01020000 c910 ${home}`, 23)
    expect(tuple()).toBe(untouched)
    walked(60, `0602 01020000 c910 ${home}`, 24)
    expect(tuple()).toBe(home + '00'.repeat(20))
  })
  it('counts in destination options only', () => {
    walked(0, `0602 01020000 c910 ${home} 0000000000000000`)
    expect(tuple()).toBe(untouched)
  })
  it('must have its own type and length, and lie in the header whole', () => {
    walked(60, `0602 01020000 c810 ${home} 0000000000000000`)
    walked(60, `0602 01020000 c90f ${home} 0000000000000000`)
    walked(60, `0601 01020000 c910 ${home} 0000000000000000`)
    walked(60, `0602 01030000 00c910 ${home.slice(0, 30)} ffffffffffffffffff`)
    expect(tuple()).toBe(untouched)
  })
  it('needs a length byte', () => {
    walked(60, `0600 0103000000c9 10${home}`)
    expect(tuple()).toBe(untouched)
  })
})

describe('the type 2 routing header', () => {
  it('takes the place of the destination', () => {
    expect(walked(43, `0602 0201 00000000 ${care} 0000000000000000`)).toMatchObject({ upper: 24, protocol: 6 })
    expect(tuple()).toBe('00'.repeat(16) + care + '00'.repeat(4))
  })
  it('must be of type 2, and of one address', () => {
    walked(43, `0602 0001 00000000 ${care} 0000000000000000`)
    walked(43, `0604 0201 00000000 ${care} ${care} 0000000000000000`)
    walked(60, `0602 0201 00000000 ${care} 0000000000000000`)
    expect(tuple()).toBe(untouched)
  })
})
