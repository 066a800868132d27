/**
 * The sixteen published Toeplitz values (Microsoft's RSS verification suite) from the model, the engine and a real QEMU: each as
 * the hash that a received header reports under RSS, with the addresses alone and with the ports.
 *
 * `node --import tsx scripts/published-hashes.ts [--without-qemu]` prints a table; exit status 1 where a value is wrong.
 */
import { liftToTarget } from '../conformance/driver/lift.ts'
import { engineTarget } from '../conformance/targets/engine.ts'
import { qemuVirtioNet } from '../conformance/targets/qemu/target.ts'
import { pairIndex, receiveQueueOf } from '../model/kernel/brand.ts'
import { arrayOf, bytes } from '../model/kernel/bytes.ts'
import { hashesOf } from '../model/net/hash.ts'
import { toeplitz } from '../model/net/toeplitz.ts'
import { ipv4Address, ipv6Address } from '../model/wire/ip-address.ts'
import { decodeNetHeader } from '../model/wire/net-header.ts'
import { microsoftKey } from '../properties/plans/command.ts'
import type { Flow } from '../properties/plans/flow.ts'
import { frameOf } from '../properties/plans/frame.ts'
import { accepting, opening, rest } from '../properties/plans/script.ts'
import type { Plan } from '../properties/property.ts'
import { drive } from '../properties/run/drive.ts'
import type { Target } from '../properties/target.ts'

type Vector = readonly [
  source: string,
  destination: string,
  ports: readonly [number, number],
  plain: string,
  withPorts: string,
]

const vectors: readonly Vector[] = [
  ['66.9.149.187', '161.142.100.80', [2794, 1766], '323e8fc2', '51ccc178'],
  ['199.92.111.2', '65.69.140.83', [14230, 4739], 'd718262a', 'c626b0ea'],
  ['24.19.198.95', '12.22.207.184', [12898, 38024], 'd2d0a5de', '5c2b394a'],
  ['38.27.205.30', '209.142.163.6', [48228, 2217], '82989176', 'afc7327f'],
  ['153.39.163.191', '202.188.127.2', [44251, 1303], '5d1809c5', '10e828a2'],
  ['3ffe:2501:200:1fff::7', '3ffe:2501:200:3::1', [2794, 1766], '2cc18cd5', '40207d3d'],
  ['3ffe:501:8::260:97ff:fe40:efab', 'ff02::1', [14230, 4739], '0f0c461c', 'dde51bbf'],
  ['3ffe:1900:4545:3:200:f8ff:fe21:67cf', 'fe80::200:f8ff:fe21:67cf', [44251, 38024], '4b61e985', '02d1feef'],
]

const ADDRESSES = 0x009
const WITH_PORTS = 0x012

function flowOf([source, destination, [sourcePort, destinationPort]]: Vector): Flow {
  const network = source.includes(':') ? 'ipv6' : 'ipv4'
  const address = network === 'ipv6' ? ipv6Address : ipv4Address
  return {
    network,
    source: address(source),
    destination: address(destination),
    transport: 'tcp',
    sourcePort,
    destinationPort,
    extensions: [],
  }
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')

/** What the model calculates. */
function modelled(vector: Vector, types: number): string {
  const [input] = hashesOf(frameOf(flowOf(vector), { id: 0, destination: bytes('525400123456') }), types)
  return input === undefined || input.report === 0 ? 'none' : hex(toeplitz(arrayOf(microsoftKey), arrayOf(input.input)))
}

/** What a device reports of each vector's frame, in order. */
async function reported(target: Target, types: number): Promise<readonly string[]> {
  const { config } = await target.capabilities()
  const session = await target.open()
  try {
    const frames = vectors.map((vector, frame) => ({
      kind: 'wire.arrives' as const,
      frame,
      bytes: frameOf(flowOf(vector), { id: frame, destination: config.mac }),
    }))
    const rss = {
      name: 'RSS_CONFIG' as const,
      hashTypes: types,
      mask: 0,
      table: [pairIndex(0)],
      unclassified: pairIndex(0),
    }
    const plan: Plan = [
      ...opening(accepting(config, ['VIRTIO_NET_F_CTRL_VQ', 'VIRTIO_NET_F_RSS', 'VIRTIO_NET_F_HASH_REPORT'])),
      ...vectors.map((_, chain) => ({
        kind: 'driver.offers' as const,
        queue: receiveQueueOf(pairIndex(0)),
        chain,
        lengths: [2048],
      })),
      { kind: 'driver.commands', chain: 100, command: { ...rss, maxTxVq: 1, key: microsoftKey } },
      rest,
      ...frames.flatMap((frame) => [frame, rest]),
    ]
    const { log } = await drive(session, plan)
    return frames.map(({ bytes }) => {
      const use = log.find((entry) => entry.kind === 'device.uses' && entry.bytes.endsWith(bytes))
      const header = use?.kind === 'device.uses' ? decodeNetHeader(arrayOf(use.bytes), 20) : undefined
      return header?.ok === true && header.value.hashReport !== 0 ? hex(header.value.hashValue ?? 0) : 'none'
    })
  } finally {
    await session.close()
  }
}

const targets: Target[] = [liftToTarget(engineTarget())]
if (!process.argv.includes('--without-qemu')) targets.push(liftToTarget(await qemuVirtioNet()))

let wrong = 0
console.log(['published', 'model', ...targets.map(({ name }) => name)].map((name) => name.padEnd(16)).join(''))
for (const [types, column] of [
  [ADDRESSES, 3],
  [WITH_PORTS, 4],
] as const) {
  const shown = await Promise.all(targets.map((target) => reported(target, types)))
  for (const [row, vector] of vectors.entries()) {
    const values = [modelled(vector, types), ...shown.map((values) => values[row] ?? 'none')]
    wrong += values.filter((value) => value !== vector[column]).length
    console.log([vector[column], ...values].map((value) => value.padEnd(16)).join(''))
  }
}
await Promise.all(targets.map((target) => target.dispose?.()))
console.log(wrong === 0 ? `${vectors.length * 2} values, all as published` : `${wrong} values are not as published`)
process.exitCode = wrong === 0 ? 0 : 1
