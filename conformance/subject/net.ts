import { netSubject } from '../../properties/net-subject.ts'
import type { NetTerms } from '../../properties/terms.ts'
import { qemuVirtioNetDeviations } from '../expectations/qemu-virtio-net.ts'
import { netModel } from '../net-model.ts'
import { NetGauge } from '../run/net-gauge.ts'
import { referenceTarget } from '../targets/reference.ts'
import { referenceConfig } from '../targets/reference-config.ts'
import { netNotation } from '../trace/action-shapes.ts'
import { netSpeaker } from '../trace/transcript.ts'
import type { JudgedSubject } from './judged-subject.ts'

/** The network device with all that judging it needs. */
export const netJudged: JudgedSubject<NetTerms> = {
  ...netSubject,
  model: netModel,
  notation: netNotation,
  speaker: netSpeaker,
  gauge: () => new NetGauge(),
  reference: (change) => ({ ...referenceTarget('eager', change?.(referenceConfig)), seeded: true }),
  deviations: { 'qemu-virtio-net': qemuVirtioNetDeviations },
}
