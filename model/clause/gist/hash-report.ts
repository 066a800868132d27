/** The clauses of the area `hash-report` in our words. */
export const hashReport = {
  'net.hash-report.device.1': 'HASH_REPORT implies a working command to configure hashing, even on one queue pair.',
  'net.hash-report.device.2': 'HASH_REPORT without RSS implies supporting HASH_CONFIG.',
  'net.hash-report.device.3': 'HASH_REPORT under automatic steering: a hash configuration command is supported.',
  'net.hash-report.driver.1': 'HASH_CONFIG reserved words are zero.',
  'net.hash-report.def.1': 'Without RSS, enabled hash types and key come from the HASH_CONFIG command.',
  'net.hash-report.def.2': 'Calculated hash: hash_report holds its type and hash_value its value.',
  'net.hash-report.def.3': 'No hash for any reason: hash_report is NONE (hash_value then unspecified).',
  'net.hash-report.def.4': 'Report code r corresponds to hash type bit r-1.',
  'net.hash-report.def.5': 'Before HASH_CONFIG, everything is reported as NONE.',
} as const
