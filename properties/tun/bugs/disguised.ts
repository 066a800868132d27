import type { Bytes } from '../../../model/kernel/bytes.ts'
import type { SessionOf } from '../../terms.ts'
import type { TunTerms } from '../terms.ts'

/** A session to which other frames are sent than it is told; they are read as those that it was told to send. */
export function disguised(session: SessionOf<TunTerms>, change: (frame: Bytes) => Bytes): SessionOf<TunTerms> {
  const originals = new Map<string, Bytes>()
  return {
    async perform(stimulus) {
      if (stimulus.kind === 'wire.arrives') {
        const sent = change(stimulus.bytes)
        originals.set(sent, stimulus.bytes)
        return await session.perform({ ...stimulus, bytes: sent })
      }
      const entries = await session.perform(stimulus)
      if (entries === 'skipped') return entries
      return entries.map((entry) =>
        entry.kind === 'device.delivers' ? { ...entry, bytes: originals.get(entry.bytes) ?? entry.bytes } : entry,
      )
    },
    settle: () => session.settle(),
    async drain() {
      await session.drain()
      originals.clear()
    },
    diagnostics: () => session.diagnostics(),
    close: () => session.close(),
  }
}
