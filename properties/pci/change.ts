import fc from 'fast-check'
import { noVector } from '../../model/wire/pci-common-config.ts'
import { mapping, read, rest, starting, working } from './plan.ts'
import type { PciPlan, PciProperty } from './terms.ts'

/** The field that holds the link's state: `status`, two bytes at 6. @clause net.config.def.1 */
const status = { kind: 'driver.peruses', offset: 6, length: 2, through: 'bar' } as const
const link = (up: boolean) => ({ kind: 'admin.links', up }) as const

/** The generation, the field between two looks at it. */
const looked: PciPlan = [read('config_generation'), status, read('config_generation')]

/** The generation changes with what it guards. */
const generation: PciProperty = {
  id: 'pci/generation',
  says: 'config_generation is another one once the driver has read configuration that changed since it last looked.',
  clauses: ['pci.common.device.6'],
  needs: ['pci', 'link'],
  plan: (config) =>
    fc
      .array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 2, maxLength: 6 })
      .map(
        (steps): PciPlan => [
          ...working(config, false),
          ...looked,
          ...steps.flatMap(([up, restful]): PciPlan => [link(up), ...(restful ? [rest] : []), ...looked]),
          link(true),
          rest,
        ],
      ),
}

/** A change is announced. */
const announcement: PciProperty = {
  id: 'pci/change-announced',
  says: 'A change of configuration is announced by its vector, or by none where it has none, after its bit in ISR status was set.',
  clauses: ['pci.isr.device.2', 'pci.notify.device.12', 'pci.msix.device.4'],
  needs: ['pci', 'link'],
  plan: (config) =>
    fc
      .tuple(
        fc.boolean(),
        fc.option(fc.nat(Math.max(0, config.vectors - 1))),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      )
      .map(([msix, vector, changes]): PciPlan => {
        const isMapped = msix && config.vectors > 0
        const opening = working(config, isMapped).slice(0, -1)
        return [
          ...opening,
          ...(isMapped ? mapping('config_msix_vector', vector ?? noVector) : []),
          starting,
          link(false),
          rest,
          read('isr_status'),
          ...changes.flatMap((up): PciPlan => [link(up), rest, read('isr_status')]),
          link(true),
          rest,
        ]
      }),
}

/** Properties of a configuration that changes. */
export const change: readonly PciProperty[] = [generation, announcement]
