import { tunSubject } from '../../properties/tun/subject.ts'
import type { TunTerms } from '../../properties/tun/terms.ts'
import { linuxTunDeviations } from '../expectations/linux-tun.ts'
import { TunGauge } from '../run/tun-gauge.ts'
import { tunReferenceConfig, tunReferenceTarget } from '../targets/tun-reference.ts'
import { tunNotation } from '../trace/tun-shapes.ts'
import { tunSpeaker } from '../trace/tun-words.ts'
import { tunModel } from '../tun-model.ts'
import type { JudgedSubject } from './judged-subject.ts'

/** The tun driver of Linux with all that judging it needs. */
export const tunJudged: JudgedSubject<TunTerms> = {
  ...tunSubject,
  model: tunModel,
  notation: tunNotation,
  speaker: tunSpeaker,
  gauge: () => new TunGauge(),
  reference: (change) => tunReferenceTarget('eager', change?.(tunReferenceConfig)),
  deviations: { 'linux-tun': linuxTunDeviations },
}
