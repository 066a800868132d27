/** A control command behind its class: its number and `command-specific-data`. */
export interface CommandBody {
  readonly command: number
  readonly data: Uint8Array
}
