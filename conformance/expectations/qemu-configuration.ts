import { momentOf } from '../../model/net/generation.ts'
import { numberOf } from '../../model/net/little-endian.ts'
import type { Entry } from '../../properties/target.ts'
import type { NetTerms } from '../../properties/terms.ts'
import type { Deviation } from './deviation.ts'

const early: ReadonlySet<string> = new Set(['reset', 'noticed', 'driven', 'declined'])

const macWritable: Deviation<NetTerms> = {
  name: 'qemu-mac-writable',
  kind: 'shows',
  clause: 'net.config.def.1',
  by: 'device',
  reason:
    'Until VIRTIO_F_VERSION_1 is negotiated a driver can write to mac, through the modern interface too: it reads as written, until the device is reset. Only the legacy interface gives that right.',
  versions: { from: '7.2', to: '11.1' },
  property: 'config/read-only',
  trace: 'qemu-mac-writable.jsonl',
  due: (log) => isWrittenEarly(log),
  predicts: ({ life, written }, action) =>
    action.kind === 'device.shows' && action.field === 'mac' && early.has(life.phase) && action.value === written.mac,
}

/** Whether mac was written and read before any feature was accepted. */
function isWrittenEarly(log: readonly Entry[]): boolean {
  const accepts = log.findIndex(({ kind }) => kind === 'driver.accepts')
  const first = accepts === -1 ? log : log.slice(0, accepts)
  const writes = first.findIndex((entry) => entry.kind === 'driver.writes' && entry.field === 'mac')
  return writes !== -1 && first.slice(writes).some((entry) => entry.kind === 'device.shows' && entry.field === 'mac')
}

const generationAfterCommand: Deviation<NetTerms> = {
  name: 'qemu-generation-after-command',
  kind: 'shows',
  clause: 'core.config.def.1',
  by: 'device',
  reason:
    'config_generation counts changes that the driver is notified of. What a command of the driver changes it does not count: mac by MAC_ADDR_SET, ANNOUNCE in status by ANNOUNCE_ACK. The clause speaks of any change between two accesses.',
  versions: { from: '7.2', to: '11.1' },
  property: 'config/generation',
  trace: 'qemu-generation-after-command.jsonl',
  due: (log) => isSetBetween(log),
  predicts(state, action) {
    const { readings } = state
    const now = momentOf(state)
    if (action.kind !== 'device.shows' || readings === undefined || now === undefined) return false
    const byCommand = now.mac !== readings.mac || (readings.announces && !now.announces)
    return byCommand && now.link === readings.link && numberOf(action.value) === readings.generation
  },
}

/** Whether mac was read behind another address between two looks at the generation, and nothing else changed. */
function isSetBetween(log: readonly Entry[]): boolean {
  const told = log.filter(
    ({ kind }) =>
      kind === 'device.shows' || kind === 'admin.links' || kind === 'admin.announces' || kind === 'driver.commands',
  )
  return told.some((generation, at) => {
    const [before, command, after, last] = told.slice(at + 1, at + 5)
    const fields = [generation, before, after, last].map((one) => (one?.kind === 'device.shows' ? one.field : ''))
    const set = command?.kind === 'driver.commands' && command.command.name === 'MAC_ADDR_SET'
    const differs = before?.kind === 'device.shows' && after?.kind === 'device.shows' && before.value !== after.value
    return set && differs && fields.join() === 'config_generation,mac,mac,config_generation'
  })
}

/** What is known of how QEMU keeps its configuration. */
export const qemuConfigurationDeviations: readonly Deviation<NetTerms>[] = [macWritable, generationAfterCommand]
