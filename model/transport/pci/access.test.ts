import { describe, expect, it } from 'vitest'
import { queueIndex } from '../../kernel/brand.ts'
import { bytes } from '../../kernel/bytes.ts'
import { enabledQueue, revealed, shown, written } from './access.ts'
import { answered, faultsOfListing } from './answer.ts'
import { plainLayout, scanOf } from './layout.ts'
import { faultsOfNotify } from './notify-structure.ts'
import { live, negotiated, offered, played, small } from './played.fixture.ts'
import { expectedSize } from './queue-registers.ts'
import { standardPciRules } from './rules.ts'

const through = 'bar' as const

describe('an access', () => {
  it('by the window is doubted until it was seen', () => {
    const write = { kind: 'driver.writes', register: 'queue_select', value: 1 } as const
    const doubted = written(played([]), { ...write, through: 'window' })
    expect(doubted).toMatchObject({ doubted: ['queue_select'], selects: { queue_select: 1 } })
    expect(answered(doubted, { kind: 'device.shows', register: 'queue_select', value: 1 }).doubted).toEqual([])
    expect(written(doubted, { ...write, through }).doubted).toEqual([])
  })

  it('writes the selected queue only', () => {
    const write = { kind: 'driver.writes', register: 'queue_size', value: 2, through } as const
    const selected = { ...played(negotiated), selects: { queue_select: 1 } }
    expect(written(selected, write).queues.map(({ size }) => size)).toEqual([8, 2, 0])
    expect(written(played(negotiated), write).queues).toEqual(played(negotiated).queues)
  })

  it('negotiates once FEATURES_OK is seen to stand', () => {
    expect(played(negotiated)).toMatchObject({ features: offered, proposed: false, status: 11 })
    const proposed = played(negotiated.slice(0, -1))
    expect(proposed).toMatchObject({ features: 0n, proposed: true })
    const declined = shown(proposed, { kind: 'device.shows', register: 'device_status', value: 3 })
    expect(declined).toMatchObject({ features: 0n, proposed: false, status: 3 })
  })

  it('that enables a queue selects it', () => {
    const enabled = enabledQueue(played(negotiated), { kind: 'driver.enables', queue: queueIndex(1) })
    expect(enabled.selects.queue_select).toBe(1)
    expect(enabled.queues[1]).toMatchObject({ enabled: true, addresses: {} })
    expect(expectedSize(enabled).values).toEqual([8])
  })

  it('to the configuration is remembered', () => {
    const state = revealed(played(live), { kind: 'device.reveals', offset: 2, bytes: bytes('07') })
    expect(state.generation.seen).toEqual({ 2: { byte: 7, changes: 1 } })
  })
})

describe('an answer', () => {
  it('is none where nothing was asked', () => {
    const scan = scanOf(plainLayout(small))
    expect(faultsOfListing(played([]), scan, standardPciRules)).toHaveLength(1)
    expect(faultsOfListing(played([{ kind: 'driver.scans' }]), scan, standardPciRules)).toEqual([])
  })
})

describe('a notification structure', () => {
  const capability = { capLength: 20, type: 2, bar: 0, id: 0, offset: 2, length: 2, multiplier: 0, vendor: 0 }

  it('has two bytes, or four where notifications carry data', () => {
    expect(faultsOfNotify(capability, false)).toEqual([])
    expect(faultsOfNotify(capability, true).map(({ clauses }) => clauses[0])).toEqual([
      'pci.notify.device.7',
      'pci.notify.device.8',
    ])
  })

  it.each([0, 2, 4, 8, 4096])('has the multiplier %i', (multiplier) => {
    expect(faultsOfNotify({ ...capability, multiplier }, false)).toEqual([])
  })
})
