import { describe, expect, test } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import type { RawCommand } from '../../model/wire/control-command.ts'
import { commandPieces, lengthOf, type Piece, receivePieces, transmitPieces } from './piece.ts'

const shown = (pieces: readonly Piece[]): readonly (string | number)[] =>
  pieces.map((piece) => ('reads' in piece ? Buffer.from(piece.reads).toString('hex') : piece.writes))

const zeros = (count: number): string => '00'.repeat(count)

describe('pieces', () => {
  test('of a receive buffer are its lengths', () => {
    expect(shown(receivePieces([12, 1514]))).toEqual([12, 1514])
    expect(receivePieces([12, 1514]).map(lengthOf)).toEqual([12, 1514])
  })

  test('of a frame: a header of zeros of the negotiated size before it, whole', () => {
    expect(shown(transmitPieces({ bytes: bytes('aabbcc'), cuts: [] }, 12))).toEqual([`${zeros(12)}aabbcc`])
    expect(shown(transmitPieces({ bytes: bytes('aabbcc'), cuts: [] }, 20))).toEqual([`${zeros(20)}aabbcc`])
    expect(transmitPieces({ bytes: bytes('aabbcc'), cuts: [] }, 20).map(lengthOf)).toEqual([23])
  })

  test('of a frame: the fields that the driver fills in the header before it', () => {
    const request = { flags: 1, gsoType: 4, hdrLen: 74, gsoSize: 1448, csumStart: 54, csumOffset: 16, numBuffers: 2 }
    expect(shown(transmitPieces({ bytes: bytes('aabb'), cuts: [], request }, 12))).toEqual([
      `01044a00a8053600100002${'00'}aabb`,
    ])
  })

  test('of a frame are cut at offsets that count the header', () => {
    expect(shown(transmitPieces({ bytes: bytes('aabbcc'), cuts: [12] }, 12))).toEqual([zeros(12), 'aabbcc'])
    expect(shown(transmitPieces({ bytes: bytes('aabbcc'), cuts: [14, 1] }, 12))).toEqual([
      zeros(1),
      `${zeros(11)}aabb`,
      'cc',
    ])
  })

  test('leave out cuts that fall outside or twice: there is no empty descriptor', () => {
    expect(shown(transmitPieces({ bytes: bytes('aabb'), cuts: [0, 14, 15, 13, 13] }, 12))).toEqual([
      `${zeros(12)}aa`,
      'bb',
    ])
  })

  test('of a control command: all of it, and one byte for the acknowledgement, however it is cut', () => {
    const command: RawCommand = { name: 'RAW', class: 4, command: 1, data: bytes('a1a2a3a4') }
    expect(shown(commandPieces(command, 0))).toEqual(['0401a1a2a3a4', 1])
    expect(shown(commandPieces(command, 1))).toEqual(['0401', 'a1a2a3a4', 1])
    expect(shown(commandPieces(command, 2))).toEqual(['0401a1a2', 'a3a4', 1])
    expect(shown(commandPieces(command, 3))).toEqual(['0401a1a2a3a4', 1])
  })

  test('of a command without data are not cut', () => {
    const command: RawCommand = { name: 'RAW', class: 3, command: 0, data: bytes('') }
    for (const chain of [0, 1, 2]) expect(shown(commandPieces(command, chain))).toEqual(['0300', 1])
  })
})
