/** The clauses of the area `other` in our words. */
export const other = {
  'core.objects.device.1': 'Device-generated UUIDs should preferably be version 4.',
  'core.shm.device.1': 'Shared memory must not be used for device control nor data streaming.',
  'net.legacy.driver.1': 'Legacy without ANY_LAYOUT: header sits alone in its own descriptor, tx and rx.',
  'net.legacy.driver.2': 'Legacy without ANY_LAYOUT: control commands follow fixed descriptor layouts.',
  'net.legacy.driver.3': 'Legacy MAC_TABLE_SET: first of two data descriptors holds the unicast table.',
  'net.legacy.driver.4': 'Legacy MAC_TABLE_SET: second of two data descriptors holds the multicast table.',
  'net.ctrl.def.1': 'Control command: class, command, data (readable) then ack and optional result (writable).',
} as const
