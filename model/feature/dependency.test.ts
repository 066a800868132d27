import { describe, expect, it } from 'vitest'
import { noFeatures, without } from '../kernel/bits.ts'
import { dependencies, unmet } from './dependency.ts'
import { type FeatureName, feature, featuresNamed } from './table.ts'

/** "Feature bit requirements" of the network device, line by line: `|` is "or", `&` is "and"; the prefix is left out. */
const requirements = [
  'GUEST_TSO4: GUEST_CSUM',
  'GUEST_TSO6: GUEST_CSUM',
  'GUEST_ECN: GUEST_TSO4|GUEST_TSO6',
  'GUEST_UFO: GUEST_CSUM',
  'GUEST_USO4: GUEST_CSUM',
  'GUEST_USO6: GUEST_CSUM',
  'GUEST_UDP_TUNNEL_GSO: GUEST_TSO4&GUEST_TSO6&GUEST_USO4&GUEST_USO6',
  'GUEST_UDP_TUNNEL_GSO_CSUM: GUEST_UDP_TUNNEL_GSO',
  'HOST_TSO4: CSUM',
  'HOST_TSO6: CSUM',
  'HOST_ECN: HOST_TSO4|HOST_TSO6',
  'HOST_UFO: CSUM',
  'HOST_USO: CSUM',
  'HOST_UDP_TUNNEL_GSO: HOST_TSO4&HOST_TSO6&HOST_USO',
  'HOST_UDP_TUNNEL_GSO_CSUM: HOST_UDP_TUNNEL_GSO',
  'CTRL_RX: CTRL_VQ',
  'CTRL_VLAN: CTRL_VQ',
  'GUEST_ANNOUNCE: CTRL_VQ',
  'MQ: CTRL_VQ',
  'CTRL_MAC_ADDR: CTRL_VQ',
  'NOTF_COAL: CTRL_VQ',
  'RSC_EXT: HOST_TSO4|HOST_TSO6',
  'RSS: CTRL_VQ',
  'VQ_NOTF_COAL: CTRL_VQ',
  'HASH_TUNNEL: CTRL_VQ&RSS|HASH_REPORT',
  'RSS_CONTEXT: CTRL_VQ&RSS',
]

const named = (name: string) => `VIRTIO_NET_F_${name}` as FeatureName // the names above are the specification's

const stated = requirements.map((line, index) => {
  const [name = '', right = ''] = line.split(': ')
  const groups = right.split('&').map((group) => group.split('|').map(named))
  return { feature: named(name), groups, clause: `net.dep.def.${index + 1}` }
})

/** "SHOULD NOT offer … if it does not offer VIRTIO_NET_F_CTRL_VQ". */
const advised = [
  { feature: named('HASH_REPORT'), groups: [[named('CTRL_VQ')]], clause: 'net.config.device.13', advice: true },
  { feature: named('CTRL_RX_EXTRA'), groups: [[named('CTRL_VQ')]], clause: 'net.config.device.14', advice: true },
]

describe('dependencies', () => {
  it('are the requirements of the specification, each under its clause', () => {
    expect(dependencies).toEqual([...stated, ...advised])
  })
})

describe('unmet', () => {
  it('finds nothing in the empty set', () => {
    expect(unmet(noFeatures)).toEqual([])
  })

  it.each(dependencies)('wants every group of $feature', (dependency) => {
    const firsts = dependency.groups.flatMap(([first]) => first ?? [])
    const met = featuresNamed([dependency.feature, ...firsts])
    const concerned = (set: typeof met) => unmet(set).filter((one) => one === dependency)
    expect(concerned(met)).toEqual([])
    for (const first of firsts) expect(concerned(without(met, feature(first)))).toEqual([dependency])
  })

  it.each(dependencies)('takes any member of a group of $feature', (dependency) => {
    for (const group of dependency.groups) {
      for (const member of group) {
        const others = dependency.groups.filter((other) => other !== group).flat()
        expect(unmet(featuresNamed([dependency.feature, member, ...others]))).not.toContain(dependency)
      }
    }
  })
})
