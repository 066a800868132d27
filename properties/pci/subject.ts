import { pciFunction } from '../../model/transport/pci/function.ts'
import type { Subject } from '../subject.ts'
import { pciBugs } from './bugs/index.ts'
import { pciProperties } from './properties.ts'
import type { PciTerms } from './terms.ts'

/** The PCI transport of a virtio device. */
export const pciSubject: Subject<PciTerms> = {
  name: 'pci',
  says: 'a virtio device on PCI: its capabilities, registers, vectors and resets',
  machine: pciFunction(),
  properties: pciProperties,
  bugs: pciBugs,
  partOf: ({ parts }) => parts?.pci,
  candidate: ({ capabilities, open, ...facts }) => ({ ...facts, parts: { pci: { capabilities, open } } }),
}
