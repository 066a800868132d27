import { describe, expect, it } from 'vitest'
import { completeConfig, type EngineConfig } from './config.ts'
import { features, implemented } from './feature.ts'

describe('options left out', () => {
  it('make a device of four pairs with RSS and hash reporting', () => {
    const { sink, mac, ...rest } = completeConfig({})
    expect(rest).toEqual({
      memorySize: 4_194_304,
      offered: implemented,
      maxPairs: 4,
      mtu: 1500,
      speed: 10_000,
      duplex: 1,
      maxQueueSize: 256,
      maxControlQueueSize: 64,
      maxKeySize: 40,
      maxTableLength: 128,
      hashTypes: 511,
      tunnelTypes: 511,
      maxRssContexts: 4,
      backlog: 256,
      maxFrame: 9216,
    })
    expect([...mac]).toEqual([0x52, 0x54, 0, 0x12, 0x34, 0x56])
    expect(sink(new Uint8Array(1), 0, 1)).toBeUndefined()
  })
})

describe('a memory that is given', () => {
  it('says the size', () => {
    const memory = new ArrayBuffer(4096)
    expect(completeConfig({ memory })).toMatchObject({ memory, memorySize: 4096 })
    expect(completeConfig({ memory, memorySize: 4096 }).memorySize).toBe(4096)
    expect(completeConfig({})).not.toHaveProperty('memory')
    expect(() => completeConfig({ memory, memorySize: 8192 })).toThrow(
      new RangeError('memorySize must be 4096, the length of the memory given, not 8192'),
    )
  })
})

describe('options that cannot be', () => {
  const bounds: readonly (readonly [keyof EngineConfig, number, number])[] = [
    ['maxPairs', 1, 0x8000],
    ['mtu', 68, 65535],
    ['speed', 0, 0xffff_ffff],
    ['duplex', 0, 0xff],
    ['maxQueueSize', 1, 0x8000],
    ['maxControlQueueSize', 1, 0x8000],
    ['maxKeySize', 40, 255],
    ['maxTableLength', 128, 0x8000],
    ['hashTypes', 0, 511],
    ['backlog', 1, 0x1_0000],
    ['maxFrame', 60, 0x1_0000],
  ]
  it.each(bounds)('%s is a whole number from %d to %d', (name, from, to) => {
    const said = (value: number): string => `${name} must be a whole number from ${from} to ${to}, not ${value}`
    expect(completeConfig({ [name]: from })[name]).toBe(from)
    expect(completeConfig({ [name]: to })[name]).toBe(to)
    for (const value of [from - 1, to + 1, from + 0.5, Number.NaN]) {
      expect(() => completeConfig({ [name]: value })).toThrow(new RangeError(said(value)))
    }
  })
  it.each(['maxQueueSize', 'maxControlQueueSize'])('%s is a power of two', (name) => {
    expect(() => completeConfig({ [name]: 96 })).toThrow(new RangeError(`${name} must be a power of two, not 96`))
  })
  it('a mac has six bytes', () => {
    expect(() => completeConfig({ mac: new Uint8Array(5) })).toThrow(new RangeError('mac must be 6 bytes, not 5'))
  })
  it('features are implemented, modern, and have what they require', () => {
    const offer = (offered: EngineConfig['offered']) => () => completeConfig({ offered })
    expect(offer(features('VERSION_1', 'GUEST_CSUM', 'RSC_EXT'))).toThrow(
      new RangeError('the engine does not implement RSC_EXT'),
    )
    expect(offer(features('MAC'))).toThrow(new RangeError('VERSION_1 must be offered: there is no legacy interface'))
    expect(offer(features('VERSION_1', 'MQ'))).toThrow(
      new RangeError('these features cannot be offered together: MQ requires CTRL_VQ'),
    )
    expect(offer(features('VERSION_1'))().offered).toBe(features('VERSION_1'))
  })
})
