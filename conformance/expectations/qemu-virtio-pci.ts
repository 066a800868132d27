import type { Expected } from '../../model/transport/pci/expected.ts'
import type { RegisterRules } from '../../model/transport/pci/registers.ts'
import { type PciState, selectedQueue } from '../../model/transport/pci/state.ts'
import type { PciTerms } from '../../properties/pci/terms.ts'
import type { EntryOf } from '../../properties/terms.ts'
import type { Deviation } from './deviation.ts'

type Entry = EntryOf<PciTerms>

/** As many queues as QEMU has registers for, whatever the device: VIRTIO_QUEUE_MAX. */
const mostQueues = 1024

/** The values without blame, and these: the first among them are the likeliest. */
function orAlso(expected: Expected, values: readonly number[]): Expected {
  return {
    ...expected,
    values: [...expected.values, ...values],
    faults: (value) => (values.includes(value) ? [] : expected.faults(value)),
  }
}

/** Rules for registers of which one is widened. */
function widened(
  registers: RegisterRules,
  name: 'queue_size' | 'queue_select',
  also: (state: PciState) => readonly number[],
): RegisterRules {
  return { ...registers, [name]: (state: PciState) => orAlso(registers[name](state), also(state)) }
}

const selectsBeyond = (state: PciState): boolean => (state.selects.queue_select ?? 0) >= mostQueues

const writes = (entry: Entry, register: string): number | undefined =>
  entry.kind === 'driver.writes' && entry.register === register ? entry.value : undefined

/** Whether `queue_size` is read while a queue is selected that no device of QEMU can have. */
function readsBeyond(log: readonly Entry[]): boolean {
  let selected = 0
  return log.some((entry) => {
    if (entry.kind === 'driver.resets' || entry.kind === 'driver.resetsQueue' || entry.kind === 'driver.enables')
      selected = 0
    selected = writes(entry, 'queue_select') ?? selected
    return selected >= mostQueues && entry.kind === 'device.shows' && entry.register === 'queue_size'
  })
}

const selectIgnored: Deviation<PciTerms> = {
  name: 'qemu-queue-select-ignored',
  kind: 'widens',
  rule: 'registers',
  clause: 'pci.common.device.14',
  by: 'device',
  reason:
    'A queue_select of 1024 and more is ignored: the register keeps what it held, and queue_size is that of the queue selected before instead of 0.',
  versions: { from: '7.2', to: '11.1' },
  property: 'pci/queue-size',
  trace: 'qemu-queue-select-ignored.jsonl',
  due: readsBeyond,
  widen(rules) {
    const sizes = (state: PciState): readonly number[] =>
      selectsBeyond(state) ? [...new Set(state.queues.flatMap(({ size, max }) => [size, max]))] : []
    const indices = (state: PciState): readonly number[] =>
      selectsBeyond(state) ? state.queues.map((_, index) => index) : []
    const registers = widened(rules.registers, 'queue_size', sizes)
    return { ...rules, registers: widened(registers, 'queue_select', indices) }
  },
}

/** Whether a queue is enabled again after its own reset without a size being written, and its size read. */
function enablesAgain(log: readonly Entry[]): boolean {
  const sized = log.findIndex((entry) => writes(entry, 'queue_size') !== undefined)
  const reset = log.findIndex((entry, index) => index > sized && entry.kind === 'driver.resetsQueue')
  if (sized < 0 || reset < 0) return false
  const after = log.slice(reset)
  const enabled = after.findIndex((entry) => entry.kind === 'driver.enables')
  if (enabled < 0 || after.slice(0, enabled).some((entry) => writes(entry, 'queue_size') !== undefined)) return false
  return after.slice(enabled).some((entry) => entry.kind === 'device.shows' && entry.register === 'queue_size')
}

const sizeBack: Deviation<PciTerms> = {
  name: 'qemu-size-back-after-queue-reset',
  kind: 'widens',
  rule: 'registers',
  clause: 'core.vqreset.device.2',
  by: 'device',
  reason:
    'A queue that was reset shows its largest size, but enabling it anew without writing queue_size brings back the size that was written before the reset: driver and device then use rings of different sizes.',
  versions: { from: '7.2', to: '11.1' },
  property: 'pci/queue-reset',
  trace: 'qemu-size-back-after-queue-reset.jsonl',
  due: enablesAgain,
  widen: (rules) => ({
    ...rules,
    registers: widened(rules.registers, 'queue_size', (state) => {
      const queue = selectedQueue(state)
      if (queue === undefined || queue === 'unknown') return []
      const { enabled, origin, size, max, formerSize } = queue
      return enabled && origin === 'queue reset' && size === max ? [formerSize] : []
    }),
  }),
}

/** What is known of the PCI function of QEMU's virtio-net, and in which versions, that virtio 1.4 does not allow. */
export const qemuVirtioPciDeviations: readonly Deviation<PciTerms>[] = [selectIgnored, sizeBack]
