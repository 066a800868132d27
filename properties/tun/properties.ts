import { fileProperties } from './files.ts'
import { steeringProperties } from './steering.ts'
import type { TunProperty } from './terms.ts'

/** Every property of a tun device, by theme. */
export const tunProperties: readonly TunProperty[] = [...fileProperties, ...steeringProperties]
