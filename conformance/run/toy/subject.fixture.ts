import { netSubject } from '../../../properties/net-subject.ts'
import type { JudgedSubject } from '../../subject/judged-subject.ts'
import { netShapes } from '../../trace/action-shapes.ts'
import { notationOf } from '../../trace/notation.ts'
import { netSpeaker } from '../../trace/transcript.ts'
import { NetGauge } from '../net-gauge.ts'
import { type ToyTerms, toyModel } from './machine.fixture.ts'
import { toyProperty } from './property.fixture.ts'
import { toyTarget } from './target.fixture.ts'

/** The toy as a subject, in the place of the network device: it is spoken of in the same words. */
export const toySubject: JudgedSubject<ToyTerms> = {
  name: 'net',
  says: 'a toy',
  machine: toyModel.build(toyModel.rules),
  model: toyModel,
  properties: [toyProperty],
  bugs: [],
  partOf: netSubject.partOf,
  candidate: netSubject.candidate,
  notation: notationOf('net', netShapes),
  speaker: netSpeaker,
  gauge: () => new NetGauge(),
  reference: () => toyTarget(),
  deviations: {},
}
