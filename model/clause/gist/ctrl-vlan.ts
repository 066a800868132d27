/** The clauses of the area `ctrl-vlan` in our words. */
export const ctrlVlan = {
  'net.vlan.device.1': 'Without CTRL_VLAN, all tagged packets are accepted.',
  'net.vlan.device.2': 'With CTRL_VLAN, packets tagged with a listed VLAN are accepted.',
  'net.vlan.device.3': 'With CTRL_VLAN, packets tagged with an unlisted VLAN should be dropped.',
  'net.vlan.device.4': 'Legacy: VLAN id is guest-native endian.',
  'net.vlan.def.1': 'With CTRL_VLAN negotiated, VLAN table starts empty.',
  'net.vlan.def.2': 'VLAN filter never affects untagged packets.',
  'net.vlan.def.3': 'VLAN filtering is best effort.',
} as const
