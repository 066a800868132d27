import type { ClauseId } from '../../clause/clause.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import { noVector } from '../../wire/pci-common-config.ts'
import { among, type Expected, hexadecimal } from './expected.ts'
import type { Mapping } from './mapping.ts'

/** What `config_msix_vector` or `queue_msix_vector` may show. @clause pci.msix.device.6 */
export function expectedVector(mapping: Mapping, what: string): Expected {
  if (mapping.kind === 'unmapped') return among([noVector], 'pci.msix.device.7', `after a reset ${what}`)
  if (mapping.kind === 'confirmed') return among([mapping.vector], 'pci.msix.device.6', what)
  if (mapping.kind === 'loose') return among(mapping.vectors, 'core.vqreset.device.2', `after a queue reset ${what}`)
  return mapping.valid ? written(mapping.vector, mapping.sure, what) : refused(mapping.vector, what)
}

/** The driver wrote a vector of the table or NO_VECTOR: it is mapped, or the device says that it could not. */
function written(vector: number, sure: boolean, what: string): Expected {
  if (vector === noVector) return among([noVector], 'pci.msix.device.5', what)
  if (!sure) return among([vector, noVector], 'pci.msix.device.9', what)
  return {
    values: [vector],
    open: false,
    faults: (value) => {
      if (value === vector) return []
      if (value === noVector)
        return [at('pci.msix.device.8', what, `vector ${vector} of the table could not be mapped`)]
      return [at('pci.msix.device.9', what, `reads ${hexadecimal(value)} after ${vector} was written`)]
    },
  }
}

/** The driver wrote a vector that is not in the table: mapping it must fail, visibly. */
function refused(vector: number, what: string): Expected {
  return {
    values: [noVector],
    open: false,
    faults: (value) => {
      if (value === noVector) return []
      if (value === vector) return [at('pci.msix.device.2', what, `takes ${vector}, which the table does not have`)]
      return [
        at('pci.msix.device.9', what, `reads ${hexadecimal(value)} after ${vector}, which the table does not have`),
      ]
    },
  }
}

const at = (clause: ClauseId, what: string, because: string): Fault =>
  refusal('device', [clause], `${what}: ${because}`)
