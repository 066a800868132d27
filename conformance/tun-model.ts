import { tunDevice } from '../model/tun/device.ts'
import { standardTunRules } from '../model/tun/rules.ts'
import type { TunTerms } from '../properties/tun/terms.ts'
import type { Model } from './run/model.ts'

/** The tun driver of Linux, where it does what it means to. */
export const tunModel: Model<TunTerms> = { rules: standardTunRules, build: tunDevice }
