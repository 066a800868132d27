import { describe, expect, it } from 'vitest'
import { bytes } from '../../kernel/bytes.ts'
import type { PciAction, Way } from './action.ts'
import { changedOutside, configurationRead, generationShown, knownBytes, unreadGeneration } from './generation.ts'
import { judged, live, reads } from './played.fixture.ts'

const peruse = (text: string, through: Way = 'bar'): readonly PciAction[] => [
  { kind: 'driver.peruses', offset: 0, length: 2, through },
  { kind: 'device.reveals', offset: 0, bytes: bytes(text) },
]
const generation = (value: number) => reads('config_generation', value)
const down: PciAction = { kind: 'admin.links', up: false }

describe('config_generation', () => {
  const before = [...live, ...generation(5), ...peruse('0100'), ...generation(5)]

  it('changes once configuration that changed was read', () => {
    expect(judged([...before, down, ...peruse('0000'), ...generation(6)])).toBe('ok')
    expect(judged([...before, down, ...peruse('0000'), ...generation(5)])).toBe('pci.common.device.6')
  })

  it('may change at any time', () => {
    expect(judged([...before, ...generation(9)])).toBe('ok')
    expect(judged([...before, ...peruse('0100'), ...generation(5)])).toBe('ok')
  })

  it('may be as it was while the change was not read', () => {
    expect(judged([...before, down, ...generation(5)])).toBe('ok')
    expect(judged([...before, down, ...generation(5), ...peruse('0000'), ...generation(5)])).toBe('pci.common.device.6')
  })

  it('is not judged where it is not known what it was', () => {
    expect(judged([...live, ...peruse('0100'), ...generation(5), down, ...peruse('0000'), ...generation(5)])).toBe('ok')
    const moving = [...live, ...generation(4), ...peruse('0100'), ...generation(5), down, ...peruse('0000')]
    expect(judged([...moving, ...generation(5)])).toBe('ok')
  })

  it('does not come back after several changes', () => {
    const twice = [...before, down, { kind: 'admin.links', up: true } as const, down, ...peruse('0000')]
    expect(judged([...twice, ...generation(5)])).toBe('pci.common.device.6')
    expect(judged([...twice, ...generation(7)])).toBe('ok')
  })

  it('may be back where a second change was read before it was shown', () => {
    const up = { kind: 'admin.links', up: true } as const
    expect(judged([...before, down, ...peruse('0000'), up, ...peruse('0100'), ...generation(5)])).toBe('ok')
  })

  it('is not known where something changed between the looks at it', () => {
    const torn = [...live, ...generation(5), ...peruse('0100'), down, ...generation(5), ...peruse('0000')]
    expect(judged([...torn, ...generation(5)])).toBe('ok')
  })
})

describe('the configuration', () => {
  it('reads the same by the window while nothing changes', () => {
    expect(judged([...live, ...peruse('0100'), ...peruse('0100', 'window')])).toBe('ok')
    expect(judged([...live, ...peruse('0100'), ...peruse('0200', 'window')])).toBe('pci.cfgaccess.device.3')
    expect(judged([...live, ...peruse('0100'), down, ...peruse('0200', 'window')])).toBe('ok')
    expect(judged([...live, ...peruse('0100'), ...peruse('0200')])).toBe('ok')
  })

  it('is read aligned, and within its length', () => {
    expect(judged([{ kind: 'driver.peruses', offset: 1, length: 2, through: 'bar' }])).toBe('pci.caps.driver.1')
    expect(judged([{ kind: 'driver.peruses', offset: 8, length: 1, through: 'bar' }])).toBe('pci.caps.driver.1')
    const asked: PciAction = { kind: 'driver.peruses', offset: 0, length: 4, through: 'bar' }
    expect(judged([asked, { kind: 'device.reveals', offset: 0, bytes: bytes('0100') }])).toBe('house.device.answers')
    expect(judged([asked, { kind: 'device.reveals', offset: 4, bytes: bytes('01000000') }])).toBe(
      'house.device.answers',
    )
  })
})

describe('a generation', () => {
  it('knows bytes until they may have changed', () => {
    const read = configurationRead(unreadGeneration, 2, bytes('0a0b'))
    expect(knownBytes(read, 1, 3)).toEqual([undefined, 10, 11])
    expect(knownBytes(changedOutside(read), 2, 2)).toEqual([undefined, undefined])
  })

  it('is a basis once it was shown around a read', () => {
    const around = generationShown(configurationRead(generationShown(unreadGeneration, 3), 0, bytes('00')), 3)
    expect(around.basis).toBe(3)
    expect(generationShown(around, 3).basis).toBe(3)
    expect(generationShown(around, 4).basis).toBeUndefined()
  })
})
