import fc from 'fast-check'
import type { PciRegister, Way } from '../../model/transport/pci/action.ts'
import { negotiating, provoking, queuesOf, read, rest, sizesOf, working, write } from './plan.ts'
import type { PciPlan, PciProperty } from './terms.ts'

const way = fc.constantFrom<Way>('bar', 'window')
const looked = fc.constantFrom<PciRegister>('queue_size', 'num_queues', 'device_status', 'queue_select', 'queue_enable')

/** The window in the configuration space reaches what the BAR holds. */
const access: PciProperty = {
  id: 'pci/window',
  says: 'What is read and written by pci_cfg_data is what stands in the BAR, register by register, byte by byte.',
  clauses: ['pci.cfgaccess.device.2', 'pci.cfgaccess.device.3'],
  needs: ['pci'],
  plan: (config) => {
    const selecting = fc
      .tuple(fc.nat(config.queueSizes.length), way, looked, way)
      .map(
        ([queue, by, register, through]): PciPlan => [
          write('queue_select', queue, by),
          read('queue_select', through),
          read(register, through),
        ],
      )
    const windows = fc
      .tuple(fc.nat(2), way, way)
      .map(
        ([select, by, through]): PciPlan => [
          write('device_feature_select', select, by),
          read('device_feature', through),
        ],
      )
    const sizes = fc
      .tuple(fc.constantFrom(...queuesOf(config)), fc.nat(6), way, way)
      .map(
        ([queue, exponent, by, through]): PciPlan => [
          write('queue_select', queue),
          write('queue_size', sizesOf(config, queue, 6)[exponent] ?? 1, by),
          read('queue_size', through),
        ],
      )
    const bytes = fc
      .tuple(fc.nat(Math.max(0, Math.floor(config.configLength / 4) - 1)), fc.constantFrom(1, 2, 4))
      .map(([word, length]): PciPlan => {
        const at = { kind: 'driver.peruses', offset: word * 4, length: length as 1 | 2 | 4 } as const // one of those three
        return config.configLength < 4
          ? []
          : [
              { ...at, through: 'bar' },
              { ...at, through: 'window' },
            ]
      })
    const step = fc.oneof(selecting, windows, sizes, bytes)
    return fc
      .array(step, { minLength: 4, maxLength: 10 })
      .map((steps): PciPlan => [...negotiating(config), ...steps.flat(), rest])
  },
}

/** The window reaches notification addresses too. */
const notification: PciProperty = {
  id: 'pci/window-notification',
  says: 'A notification written by pci_cfg_data is one like any other.',
  clauses: ['pci.cfgaccess.device.2'],
  needs: ['pci'],
  plan: (config) =>
    fc
      .array(fc.tuple(fc.constantFrom(...config.provokable), way), { minLength: 1, maxLength: 6 })
      .map(
        (kicks): PciPlan => [
          ...working(config, false),
          ...kicks.flatMap(([queue, through]) => [...provoking(queue, through), rest]),
        ],
      ),
}

/** Properties of the window in the configuration space. */
export const windows: readonly PciProperty[] = [access, notification]
