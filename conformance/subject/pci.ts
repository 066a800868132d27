import { pciSubject } from '../../properties/pci/subject.ts'
import type { PciTerms } from '../../properties/pci/terms.ts'
import { qemuVirtioPciDeviations } from '../expectations/qemu-virtio-pci.ts'
import { pciModel } from '../pci-model.ts'
import { PciGauge } from '../run/pci-gauge.ts'
import { pciReferenceTarget } from '../targets/pci-reference.ts'
import { pciReferenceConfig } from '../targets/pci-reference-config.ts'
import { pciNotation } from '../trace/pci-shapes.ts'
import { pciSpeaker } from '../trace/pci-words.ts'
import type { JudgedSubject } from './judged-subject.ts'

/** The PCI transport with all that judging it needs. */
export const pciJudged: JudgedSubject<PciTerms> = {
  ...pciSubject,
  model: pciModel,
  notation: pciNotation,
  speaker: pciSpeaker,
  gauge: () => new PciGauge(),
  reference: (change) => pciReferenceTarget('eager', change?.(pciReferenceConfig)),
  deviations: { 'qemu-virtio-net': qemuVirtioPciDeviations },
}
