import { netDevice } from '../model/net/device.ts'
import { reactionBugs } from './bugs/index.ts'
import { netProperties } from './net-properties.ts'
import type { Subject } from './subject.ts'
import type { Part } from './target.ts'
import type { NetTerms } from './terms.ts'

/** The network device: what a target is judged as unless it says otherwise. */
export const netSubject: Subject<NetTerms> = {
  name: 'net',
  says: 'a network device, over its queues and its configuration',
  machine: netDevice(),
  properties: netProperties,
  bugs: reactionBugs,
  partOf(candidate) {
    const { parts, capabilities, open } = candidate
    if (parts?.net !== undefined) return heard(parts.net)
    if (capabilities === undefined || open === undefined) return undefined
    return heard({ capabilities: () => capabilities.call(candidate), open: (options) => open.call(candidate, options) })
  },
  candidate: (target) => target,
}

/** Where notifications cannot be seen, which the missing capability `interrupts` says, none is owed. */
function heard(part: Part): Part {
  return {
    async capabilities() {
      const found = await part.capabilities()
      if (found.has.has('interrupts')) return found
      const { config } = found
      return { ...found, config: { ...config, traits: { ...config.traits, unheard: true } } }
    },
    open: (options) => part.open(options),
  }
}
