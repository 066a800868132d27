import type { ClauseId } from '../../clause/clause.ts'
import { type Fault, refusal } from '../../kernel/step.ts'
import type { VirtioCapability } from '../../wire/pci-capability.ts'
import { hexadecimal } from './expected.ts'

/** The demands on a notification structure: how wide a notification is, and which clause each demand is. */
interface Demands {
  readonly width: number
  readonly offset: ClauseId
  readonly multiplier: ClauseId
  readonly length: ClauseId
}

const narrow: Demands = {
  width: 2,
  offset: 'pci.notify.device.2',
  multiplier: 'pci.notify.device.3',
  length: 'pci.notify.device.4',
}

const wide: Demands = {
  width: 4,
  offset: 'pci.notify.device.7',
  multiplier: 'pci.notify.device.6',
  length: 'pci.notify.device.8',
}

const isPowerOfTwo = (value: number): boolean => value > 0 && Number.isInteger(Math.log2(value))

/**
 * What a notification capability breaks, where the device offers VIRTIO_F_NOTIFICATION_DATA (`isWide`) or does not. The standard's
 * "even power of 2" is taken as a power of two that is even: its purpose is that addresses are aligned.
 */
export function faultsOfNotify({ offset, length, multiplier }: VirtioCapability, isWide: boolean): readonly Fault[] {
  const demands = isWide ? wide : narrow
  const { width } = demands
  const faults: Fault[] = []
  const add = (clause: ClauseId, because: string) => faults.push(refusal('device', [clause], because))
  if (offset % width !== 0) add(demands.offset, `the notification structure lies at ${hexadecimal(offset)}`)
  if (multiplier !== 0 && !(isPowerOfTwo(multiplier) && multiplier % width === 0)) {
    add(demands.multiplier, `notify_off_multiplier is ${multiplier}`)
  }
  if (length < width) add(demands.length, `the notification structure has ${length} bytes`)
  return faults
}
