import { netDevice } from '../model/net/device.ts'
import { reactionBugs } from './bugs/index.ts'
import { netProperties } from './net-properties.ts'
import type { Subject } from './subject.ts'
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
    if (parts?.net !== undefined) return parts.net
    if (capabilities === undefined || open === undefined) return undefined
    return { capabilities: () => capabilities.call(candidate), open: (options) => open.call(candidate, options) }
  },
  candidate: (target) => target,
}
