import type { EngineBug } from './engine-bug.ts'

/** Bugs of the engine's reading of chains: how they are cut into descriptors, and described in tables. */
export const framingBugs: readonly EngineBug[] = [
  {
    id: 'engine-header-in-first',
    says: 'The header of a frame to be sent is taken for as long as the first descriptor, where that is shorter.',
    source: 'DPDK CVE-2022-2132: dc1516e260 and 71bd0cc536',
    property: 'ring/format',
    clause: 'split.framing.device.1',
    file: 'engine/transmit.ts',
    old: 'const header = headerLength[0] as number\n    const length = (readableBytes',
    new: 'const header = Math.min(headerLength[0] as number, layout.segmentLength[0] as number)\n    const length = (readableBytes',
  },
  {
    id: 'engine-packed-pieces-swapped',
    says: 'Of a list in a packed ring the last two elements are read the other way round.',
    source: 'ours',
    property: 'ring/format',
    clause: 'packed.sg.device.1',
    file: 'engine/packed.ts',
    old: '        segments.end()\n        chainSlots[0] = count\n',
    new: `        segments.end()
        const { segmentLength } = layout
        if (count > 2 && (flags & WRITE) === 0) {
          const [address, length] = [segmentAddress[count - 1] as number, segmentLength[count - 1] as number]
          segmentAddress[count - 1] = segmentAddress[count - 2] as number
          segmentLength[count - 1] = segmentLength[count - 2] as number
          segmentAddress[count - 2] = address
          segmentLength[count - 2] = length
        }
        chainSlots[0] = count
`,
  },
  {
    id: 'engine-table-write-heeded',
    says: 'A table of descriptors that is marked WRITE is taken for a fault.',
    source: 'ours',
    property: 'ring/indirect',
    clause: 'split.indirect.device.1',
    file: 'engine/split.ts',
    old: 'if (inTable || (flags & descriptorFlags.NEXT) !== 0) return fault.nested',
    new: 'if (inTable || (flags & (descriptorFlags.NEXT | descriptorFlags.WRITE)) !== 0) return fault.nested',
  },
  {
    id: 'engine-table-behind-direct',
    says: 'A table of descriptors is taken at the head of a chain only.',
    source: 'ours',
    property: 'ring/indirect',
    clause: 'split.indirect.device.2',
    file: 'engine/split.ts',
    old: 'const code = faultOfTable(at, flagsAndNext, inTable)',
    new: 'const code = faultOfTable(at, flagsAndNext, inTable || steps > 0)',
  },
  {
    id: 'engine-table-in-sequence',
    says: 'The entries of a table are read one behind the other, whatever next says.',
    source: 'ours',
    property: 'ring/indirect',
    clause: 'split.indirect.def.1',
    file: 'engine/split.ts',
    old: 'index = flagsAndNext >>> 16\n',
    new: 'index = inTable ? index + 1 : flagsAndNext >>> 16\n',
  },
  {
    id: 'engine-length-late',
    says: 'The length in a used entry is stored once more when the next entry is published, and is another then.',
    source: 'ours',
    property: 'ring/memory',
    clause: 'split.used.device.1',
    file: 'engine/split.ts',
    old: 'availablePosition[queue] = (availablePosition[queue] as number) + held\n',
    new: `availablePosition[queue] = (availablePosition[queue] as number) + held
    const late = (before - 1) & ((queueSize[queue] as number) - 1)
    if (before > 0) view.setUint32((deviceArea[queue] as number) + ringOffset + 8 * late + 4, held, true)
`,
  },
]
