/** The device has nothing left to do until something happens to it. Every machine has it: silence is an action. */
export interface DeviceRests {
  readonly kind: 'device.rests'
}
