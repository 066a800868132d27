import { TargetLost } from './target.ts'

/**
 * A device under test stopped answering: its process ended (`dies`), or it did not answer within the limit (`hangs`).
 * `device.fails` is made of it, and blames the device; any other {@link TargetLost} blames the surroundings.
 */
export class DeviceLost extends TargetLost {
  readonly how: 'hangs' | 'dies'
  /** What the target said last, on standard error say; may be empty. */
  readonly words: string

  constructor(how: 'hangs' | 'dies', because: string, words: string) {
    super(words === '' ? because : `${because}; its last words: ${words}`)
    this.how = how
    this.words = words
  }
}
