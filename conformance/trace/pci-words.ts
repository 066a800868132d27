import { match } from 'ts-pattern'
import { statusBits } from '../../model/feature/negotiation.ts'
import { arrayOf } from '../../model/kernel/bytes.ts'
import { isReaction } from '../../model/kernel/machine.ts'
import type { DeviceLists, PciStimulus, Way } from '../../model/transport/pci/action.ts'
import { virtioCapabilities } from '../../model/transport/pci/discovery.ts'
import { noVector } from '../../model/wire/pci-common-config.ts'
import { cfgType } from '../../model/wire/pci-layout.ts'
import { decodePciSpace } from '../../model/wire/pci-space.ts'
import type { PciTerms } from '../../properties/pci/terms.ts'
import type { EntryOf } from '../../properties/terms.ts'
import type { Speaker } from './transcript.ts'

type Logged = EntryOf<PciTerms>
type Seen = Exclude<Logged, PciStimulus>

/** Speaks of one history of a PCI function: every entry for itself. */
export const pciSpeaker = (): Speaker<Logged> => (entry) => (isSeen(entry) ? seen(entry) : done(entry))

const isSeen = (entry: Logged): entry is Seen => isReaction(entry)
const by = (way: Way): string => (way === 'window' ? ' by the window' : '')

function done(stimulus: PciStimulus): string {
  return match(stimulus)
    .with({ kind: 'driver.scans' }, () => 'driver scans the configuration space')
    .with({ kind: 'driver.reads' }, ({ register, through }) => `driver reads ${register}${by(through)}`)
    .with(
      { kind: 'driver.peruses' },
      ({ offset, length, through }) => `driver reads ${length} bytes of configuration at ${offset}${by(through)}`,
    )
    .with(
      { kind: 'driver.writes' },
      ({ register, value, through }) => `driver writes ${register} = ${valueWords(register, value)}${by(through)}`,
    )
    .with({ kind: 'driver.resets' }, () => 'driver resets the device')
    .with({ kind: 'driver.enables' }, ({ queue }) => `driver sets up and enables q${queue}`)
    .with({ kind: 'driver.resetsQueue' }, ({ queue }) => `driver resets q${queue}`)
    .with({ kind: 'driver.switchesMsix' }, ({ on }) => `driver ${on ? 'enables' : 'disables'} MSI-X`)
    .with({ kind: 'driver.offers' }, ({ queue }) => `driver makes a buffer available on q${queue}`)
    .with({ kind: 'driver.kicks' }, ({ queue, through }) => `driver notifies the device of q${queue}${by(through)}`)
    .with({ kind: 'admin.links' }, ({ up }) => `the link goes ${up ? 'up' : 'down'}`)
    .exhaustive()
}

function seen(observation: Seen): string {
  return match(observation)
    .with({ kind: 'device.lists' }, (scan) => `device lists ${scanWords(scan)}`)
    .with(
      { kind: 'device.shows' },
      ({ register, value }) => `device shows ${register} = ${valueWords(register, value)}`,
    )
    .with({ kind: 'device.reveals' }, ({ offset, bytes }) => `device shows ${bytes} at ${offset}`)
    .with({ kind: 'device.uses' }, ({ queue }) => `device uses a buffer of q${queue}`)
    .with({ kind: 'device.signals' }, ({ vector }) => `device sends a message by vector ${vector}`)
    .with(
      { kind: 'device.fails' },
      ({ how, words }) =>
        `device ${how === 'needs-reset' ? 'asks for a reset' : how}: ${words.replaceAll('\n', ' | ')}`,
    )
    .with({ kind: 'device.rests' }, () => 'device rests')
    .exhaustive()
}

const hexadecimal = (value: number): string => `0x${value.toString(16)}`

/** A register's value: bits by name, vectors and counts in decimal, everything else in hexadecimal. */
function valueWords(register: string, value: number): string {
  if (register === 'device_status') return statusWords(value)
  if (register.endsWith('msix_vector')) return value === noVector ? 'NO_VECTOR' : String(value)
  return /feature$|\.(low|high)$/.test(register) ? hexadecimal(value) : String(value)
}

function statusWords(value: number): string {
  const names = Object.entries(statusBits).flatMap(([name, bit]) => ((value & bit) === 0 ? [] : [name]))
  return value === 0 ? '0' : `${value} (${names.join(' ')})`
}

const typeNames = new Map<number, string>(Object.entries(cfgType).map(([name, type]) => [type, name]))

/** The identity, and each structure with where it lies. */
function scanWords(scan: DeviceLists): string {
  const read = decodePciSpace(arrayOf(scan.space))
  if (!read.ok) return `a configuration space that is none: ${read.because}`
  const { vendor, device, revision } = read.value
  const structures = virtioCapabilities(scan).map(({ type, bar, offset, length }) =>
    type === cfgType.VENDOR ? 'VENDOR' : `${typeNames.get(type)} ${bar}:${hexadecimal(offset)}+${hexadecimal(length)}`,
  )
  return `${hexadecimal(vendor)}:${hexadecimal(device)} revision ${revision}, ${structures.join(', ') || 'no structure'}`
}
