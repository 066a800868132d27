import type { FeatureSet } from '../kernel/bits.ts'
import type { Bytes } from '../kernel/bytes.ts'
import { readingsIn, readingsOf } from './frame-reading.ts'
import type { Reading } from './reading.ts'
import type { Setting } from './setting.ts'
import { encapsulationOf } from './tunnel.ts'

/**
 * The ways in which a frame may be read in order to hash it where these encapsulations are enabled: by its inner header where its
 * outer one matches, by its outer one where it does not, and either way where the text leaves open whether it does. One level of
 * encapsulation is looked through, no more.
 *
 * @clause net.inner-hash.def.2 net.inner-hash.device.1
 */
export function readingsThrough(frame: Bytes, _: FeatureSet, tunnels: Setting['tunnels'] = 0): readonly Reading[] {
  const outer = readingsOf(frame)
  const found = tunnels === 0 ? undefined : encapsulationOf(frame)
  if (found === undefined) return outer
  const inner = readingsIn(found.inner, found.etherType)
  const enabled = tunnels === 'anyhow' ? 0 : tunnels
  if ((found.surely & enabled) !== 0) return inner
  const perhaps = tunnels === 'anyhow' || ((found.surely | found.perhaps) & enabled) !== 0
  return perhaps ? [...outer, ...inner] : outer
}
