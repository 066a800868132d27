import { tunDevice } from '../../model/tun/device.ts'
import type { Subject } from '../subject.ts'
import { tunBugs } from './bugs/index.ts'
import { tunProperties } from './properties.ts'
import type { TunTerms } from './terms.ts'

/** The tun driver of Linux. */
export const tunSubject: Subject<TunTerms> = {
  name: 'tun',
  says: 'the tun driver of Linux: its files and queues, its ioctls, its flow table',
  machine: tunDevice(),
  properties: tunProperties,
  bugs: tunBugs,
  partOf: ({ parts }) => parts?.tun,
  candidate: ({ capabilities, open, ...facts }) => ({ ...facts, parts: { tun: { capabilities, open } } }),
}
