import { describe, expect, it } from 'vitest'
import { withVlanTag } from './packet-socket.ts'

const frame = Buffer.from('525400123456020000000001080045', 'hex')

/** `struct cmsghdr` of 36 bytes at SOL_PACKET (263), PACKET_AUXDATA (8), and `struct tpacket_auxdata`. */
function auxiliary(status: number, tci: number, tpid: number, type = 8, level = 263): Buffer {
  const control = Buffer.alloc(40)
  control.writeUInt32LE(36, 0)
  control.writeInt32LE(level, 8)
  control.writeInt32LE(type, 12)
  control.writeUInt32LE(status, 16)
  control.writeUInt16LE(tci, 32)
  control.writeUInt16LE(tpid, 34)
  return control
}
const hex = (control: Buffer): string => Buffer.from(withVlanTag(frame, control)).toString('hex')

describe('a received frame', () => {
  it('gets its VLAN tag back between the addresses and the type', () => {
    expect(hex(auxiliary(0x51, 0x2005, 0x88a8))).toBe('52540012345602000000000188a82005080045')
    expect(hex(auxiliary(0x11, 0x0fff, 0x88a8))).toBe('52540012345602000000000181000fff080045')
  })

  it('stays as it is where there was none', () => {
    const plain = frame.toString('hex')
    expect(hex(auxiliary(0x41, 0x2005, 0x8100))).toBe(plain)
    expect(hex(auxiliary(0x51, 0x2005, 0x8100, 9))).toBe(plain)
    expect(hex(auxiliary(0x51, 0x2005, 0x8100, 8, 1))).toBe(plain)
    expect(hex(auxiliary(0x51, 0x2005, 0x8100).subarray(0, 35))).toBe(plain)
    expect(hex(Buffer.alloc(0))).toBe(plain)
  })

  it('is a copy', () => {
    const kept = withVlanTag(frame, Buffer.alloc(0))
    expect(kept.buffer).not.toBe(frame.buffer)
  })
})
