import type { EngineBug } from './engine-bug.ts'

/** Bugs of the engine's reset of single queues. */
export const queueResetBugs: readonly EngineBug[] = [
  {
    id: 'engine-reset-queue-served',
    says: 'A queue in reset is served from the ring it had.',
    source: 'ours',
    property: 'queue-reset/silence',
    clause: 'core.vqreset.device.1',
    file: 'engine/split.ts',
    old: `      const size = queueSize[queue] as number
      if (size === 0 || queueFault[queue] !== 0) return noChain`,
    new: `      const sizes = (layout.sizes ??= [])
      const size = (sizes[queue] = queueSize[queue] || sizes[queue] || 0)
      if (size === 0 || queueFault[queue] !== 0) return noChain`,
  },
  {
    id: 'engine-available-position-left',
    says: 'A queue enabled anew looks for available chains where it stood before its reset.',
    source: 'ours',
    property: 'queue-reset/anew',
    clause: 'core.vqreset.device.2',
    file: 'engine/queue.ts',
    old: 'layout.availablePosition[queue] = isPacked',
    new: 'if (position !== 0) layout.availablePosition[queue] = isPacked',
  },
  {
    id: 'engine-used-position-left',
    says: 'The used index of a queue enabled anew goes on where it stood before its reset.',
    source: 'ours',
    property: 'queue-reset/anew',
    clause: 'core.vqreset.device.2',
    file: 'engine/queue.ts',
    old: 'layout.usedPosition[queue] = isPacked',
    new: 'if (position !== 0) layout.usedPosition[queue] = isPacked',
  },
  {
    id: 'engine-size-left',
    says: 'A queue enabled anew is as large as it was before its reset.',
    source: 'ours',
    property: 'queue-reset/resized',
    clause: 'core.vqreset.device.3',
    file: 'engine/queue.ts',
    old: 'layout.queueSize[queue] = size\n',
    new: `const sizes = (layout.sizes ??= [])
      sizes[queue] ??= size
      layout.queueSize[queue] = sizes[queue]
`,
  },
  {
    id: 'engine-rss-reselects',
    says: 'Under RSS a frame whose queue is in reset is placed in another queue.',
    source: 'ours',
    property: 'queue-reset/rss-drops',
    clause: 'net.rss.device.6',
    file: 'engine/steering.ts',
    old: 'return table[(hashValue[0] as number) & (tableMask[0] as number)] as number',
    new: 'return outOfReset(table[(hashValue[0] as number) & (tableMask[0] as number)] as number, 4)',
  },
  {
    id: 'engine-frames-wait-for-reset-queue',
    says: 'A frame for a queue in reset waits until the queue is enabled anew.',
    source: 'QEMU 7.2 to 11.1',
    property: 'queue-reset/automatic',
    clause: 'net.mq.device.10',
    file: 'engine/receive.ts',
    old: 'waiting: () => waiting,',
    new: `waiting() {
      if (waiting === 0) return 0
      reader.read(frameAt(first), backlogLength[first] as number)
      hash()
      return layout.queueSize[steering.receiveQueue()] === 0 ? 0 : waiting
    },`,
  },
  {
    id: 'engine-no-reselection',
    says: 'With automatic steering a frame whose queue is in reset is dropped although another queue has room.',
    source: 'ours',
    property: 'queue-reset/automatic',
    clause: 'net.mq.device.9',
    file: 'engine/steering.ts',
    old: 'if (queueSize[2 * pair] !== 0) return pair',
    new: 'return pair',
  },
]
