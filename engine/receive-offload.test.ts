import { describe, expect, it } from 'vitest'
import { HandDriver } from './driver.fixture.ts'
import { type FeatureName, features } from './feature.ts'
import { open } from './index.ts'
import { type Handover, receivable } from './receive-offload.ts'

const at = 0x3_0000
/** Two bytes that are left out of the sum, then 0x0001, the checksum, 0xf203, 0xf4f5, 0xf6f7: they sum up to 0x2ddf0. */
const frame = Uint8Array.from(Buffer.from('abcd00010000f203f4f5f6f7', 'hex'))
const said: Handover = { flags: 1, gsoType: 0, hdrLen: 11, gsoSize: 0, csumStart: 2, csumOffset: 2 }

/** Header and frame as a driver with these features finds them; nothing where the frame is dropped. */
function placed(names: readonly FeatureName[], offload: Handover | undefined): string | undefined {
  const hand = new HandDriver(open({ memorySize: 0x4_0000, maxFrame: 200 })).start(features('VERSION_1', ...names))
  hand.buffer(0, at, [100])
  hand.device.deliver(frame, offload)
  hand.device.run(1)
  return hand.usedIndex(0) === 0 ? undefined : hand.hex(at, 24)
}

const plain = '000000000000000000000100'

describe('a frame whose checksum is to be completed', () => {
  it('is completed without GUEST_CSUM', () => {
    expect(placed([], said)).toBe(`${plain}abcd0001220df203f4f5f6f7`)
  })
  it('is handed over with GUEST_CSUM', () => {
    expect(placed(['GUEST_CSUM'], said)).toBe('01000b000000020002000100abcd00010000f203f4f5f6f7')
  })
  it('is dropped where the checksum would lie behind it', () => {
    expect(placed([], { ...said, csumOffset: 9 })).toBeUndefined()
    expect(placed([], { ...said, csumOffset: 8 })).toBeDefined()
  })
})

describe('a frame that is to be cut', () => {
  const cut = { ...said, gsoType: 0x81, gsoSize: 5 }

  it('is handed over to a driver that takes it', () => {
    const header = '01810b000500020002000100'
    expect(placed(['GUEST_CSUM', 'GUEST_TSO4', 'GUEST_ECN'], cut)).toBe(`${header}abcd00010000f203f4f5f6f7`)
  })
  it('is dropped where the driver does not', () => {
    expect(placed(['GUEST_CSUM', 'GUEST_TSO4'], cut)).toBeUndefined()
    expect(placed(['GUEST_CSUM', 'GUEST_TSO6', 'GUEST_ECN'], cut)).toBeUndefined()
    expect(placed(['GUEST_CSUM', 'GUEST_TSO4', 'GUEST_TSO6'], { ...cut, gsoType: 2 })).toBeUndefined()
    expect(placed(['GUEST_CSUM', 'GUEST_UFO'], { ...cut, gsoType: 3 })).toBeDefined()
    expect(placed(['GUEST_CSUM', 'GUEST_USO4'], { ...cut, gsoType: 5 })).toBeDefined()
    expect(placed(['GUEST_CSUM', 'GUEST_USO6'], { ...cut, gsoType: 5 })).toBeUndefined()
  })
})

it('says nothing of a finished frame', () => {
  expect(placed(['GUEST_CSUM'], undefined)).toBe(`${plain}abcd00010000f203f4f5f6f7`)
  expect(placed(['GUEST_CSUM'], { ...said, flags: 0, gsoType: 9 })).toBe(`${plain}abcd00010000f203f4f5f6f7`)
})

it('knows what a driver takes', () => {
  expect(receivable(features('GUEST_TSO4', 'GUEST_UFO', 'GUEST_ECN'))).toBe(1 | 4 | 32)
})
