/** The clauses of the area `ctrl-announce` in our words. */
export const ctrlAnnounce = {
  'net.announce.driver.1': 'On ANNOUNCE status bit, announce the new location to peers.',
  'net.announce.driver.2': 'Acknowledge with ANNOUNCE_ACK.',
  'net.announce.device.1': 'ANNOUNCE bit clears on ANNOUNCE_ACK before the buffer is used.',
} as const
