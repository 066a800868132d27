import type { ClauseId } from '../../model/clause/clause.ts'
import type { EngineBug } from './engine-bug.ts'

/** A patch of what the engine does with frames that come unfinished. */
const ours = (
  id: string,
  says: string,
  [property, clause]: readonly [string, ClauseId],
  [old, instead]: readonly [string, string],
): EngineBug => ({ id, says, source: 'ours', property, clause, file: 'engine/receive-offload.ts', old, new: instead })

/** Bugs of the engine's receive offloads. */
export const receiveOffloadBugs: readonly EngineBug[] = [
  ours(
    'engine-tso-four-unasked',
    'TCP over IPv4 is handed over uncut to any driver.',
    ['receive/segments', 'net.rx.device.10'],
    ['return bit.TSO4 | ecn', 'return ecn'],
  ),
  ours(
    'engine-ufo-unasked',
    'Datagrams to be fragmented are handed over whole to any driver.',
    ['receive/segments', 'net.rx.device.11'],
    ['return bit.UFO', 'return 0'],
  ),
  ours(
    'engine-tso-six-unasked',
    'TCP over IPv6 is handed over uncut to any driver.',
    ['receive/segments', 'net.rx.device.12'],
    ['return bit.TSO6 | ecn', 'return ecn'],
  ),
  ours(
    'engine-uso-unasked',
    'Datagrams to be cut are handed over uncut to any driver.',
    ['receive/segments', 'net.rx.device.13'],
    ['return frameFamily[0] === 6 ? bit.USO6 : bit.USO4', 'return 0'],
  ),
  ours(
    'engine-gso-size-lost',
    'gso_size is 0.',
    ['receive/segments', 'net.rx.device.31'],
    ['offloadSegment[0] = backlogSegment[place] as number', 'offloadSegment[0] = 0'],
  ),
  ours(
    'engine-csum-offset-absolute',
    'csum_offset is counted from the beginning of the frame.',
    ['receive/checksum', 'net.rx.device.23'],
    [
      'offloadField[0] = backlogField[place] as number',
      'offloadField[0] = (backlogStart[place] as number) + (backlogField[place] as number)',
    ],
  ),
  ours(
    'engine-carry-lost',
    'The checksum that the device completes is a byte of two off where the sum carries.',
    ['receive/checksum', 'house.frame.foreign'],
    ['total = (total & 0xffff) + Math.floor(total / 0x1_0000)', 'total = total & 0xffff'],
  ),
  ours(
    'engine-offload-left',
    'What was said of one frame is said of the next one.',
    ['receive/checksum', 'net.rx.device.23'],
    ['      say(0)\n', ''],
  ),
]
