/** The clauses of the area `config` in our words. */
export const config = {
  'core.config.driver.1': 'Do not assume atomic reads of config fields over 32 bits or of several fields together.',
  'core.config.driver.2': 'Read config fields in a generation-check retry loop.',
  'core.config.driver.3': 'Check the gating feature is offered before touching an optional config field.',
  'core.config.driver.4': 'Do not require an exact config-space or structure size.',
  'core.config.driver.5': 'Only verify config space is at least as big as needed; tolerate extra tail.',
  'core.config.device.1': 'Device-specific config (including fields of offered features) is readable before FEATURES_OK.',
  'core.config.driver.6': 'Legacy: re-read multi-byte config such as mac until two reads agree.',
  'core.config.def.1': 'Generation value changes with config changes a driver could observe.',
} as const
