export { DeviceLost } from '../../properties/device-lost.ts'
