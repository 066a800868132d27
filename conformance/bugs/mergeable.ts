import type { EngineBug } from './engine-bug.ts'

/** Bugs of the engine's receive buffers where a frame is spread over several. */
export const mergeableBugs: readonly EngineBug[] = [
  {
    id: 'engine-merges-unasked',
    says: 'A frame is spread over several buffers although MRG_RXBUF was not negotiated.',
    source: 'ours',
    property: 'mergeable/single',
    clause: 'net.rxbuf.device.2',
    file: 'engine/negotiation.ts',
    old: "has(agreed, 'MRG_RXBUF') ? 1 : 0",
    new: '1',
  },
  {
    id: 'engine-num-buffers-one',
    says: 'num_buffers is 1 over however many buffers a frame is spread.',
    source: 'DPDK b9c1ec8577',
    property: 'mergeable/spread',
    clause: 'net.rx.device.5',
    file: 'engine/receive.ts',
    old: 'writeHeader(from, headerLength[0] as number, buffers)',
    new: 'writeHeader(from, headerLength[0] as number, 1)',
  },
  {
    id: 'engine-num-buffers-descriptors',
    says: 'num_buffers counts descriptors.',
    source: 'ours',
    property: 'mergeable/spread',
    clause: 'net.rxbuf.device.1',
    file: 'engine/receive.ts',
    old: 'buffers++',
    new: 'buffers += layout.segmentCount[0] as number',
  },
  {
    id: 'engine-buffer-not-filled',
    says: 'The last byte of a buffer is left unused where a frame goes on behind it.',
    source: 'ours',
    property: 'mergeable/spread',
    clause: 'net.rx.device.6',
    file: 'engine/receive.ts',
    old: 'Math.min(writableBytes[0] as number, length - done)',
    new: 'Math.min((writableBytes[0] as number) - 1, length - done)',
  },
  {
    id: 'engine-buffers-looked-past',
    says: 'Buffers that did not suffice for a frame are never looked at again.',
    source: 'QEMU CVE-2022-26353; DPDK 366599450d',
    property: 'mergeable/room',
    clause: 'house.frame.lost',
    file: 'engine/receive.ts',
    old: '    ring.back(queue)\n',
    new: '    if (buffers > 0) ring.back(queue)\n',
  },
  {
    id: 'engine-buffers-leak',
    says: 'Buffers that did not suffice for a frame are given back to nobody.',
    source: 'QEMU CVE-2022-26353; DPDK 674effd868',
    property: 'mergeable/room',
    clause: 'house.frame.lost',
    file: 'engine/split.ts',
    old: 'if (waiting <= passed) return noChain',
    new: `if (waiting <= passed) {
        availablePosition[queue] = first + passed
        return noChain
      }`,
  },
  {
    id: 'engine-count-written-late',
    says: 'num_buffers is written once more when the next frame comes, into a buffer that was returned.',
    source: 'QEMU CVE-2021-3748',
    property: 'mergeable/room',
    clause: 'house.buffer.returned',
    file: 'engine/receive.ts',
    old: '    ring.publish(queue)\n',
    new: `    ring.publish(queue)
    if (layout.count !== undefined) memory.guest[layout.count] ^= 1
    layout.count = segmentAddress[0]
`,
  },
  {
    id: 'engine-hash-of-merged',
    says: 'The header of a frame in several buffers reports no hash.',
    source: 'ours',
    property: 'mergeable/steered',
    clause: 'net.hash-report.def.2',
    file: 'engine/receive.ts',
    old: 'writeHeader(from, headerLength[0] as number, buffers)',
    new: 'writeHeader(from, 12, buffers)\n    bytes.fill(0, from + 12, from + (headerLength[0] as number))',
  },
]
