/** The device did not answer in time, or its process died. Every machine has it, and refuses it with the target's last words. */
export interface DeviceFails {
  readonly kind: 'device.fails'
  readonly how: 'hangs' | 'dies' | 'needs-reset'
  readonly words: string
}
