import { describe, expect, it } from 'vitest'
import { accept } from '../../model/kernel/accept.ts'
import { tunNotation } from '../trace/tun-shapes.ts'
import { tunModel } from '../tun-model.ts'
import { deviant } from './deviation.ts'
import { linuxTunDeviations } from './linux-tun.ts'
import { storedText } from './stored-history.ts'

describe.each(linuxTunDeviations)('the known deviation $name', (deviation) => {
  const { head, log } = tunNotation.read(storedText(deviation.trace))

  it('is refused by its clause in the stored history, and allowed where it is expected', () => {
    const strict = tunModel.build(tunModel.rules)
    expect(accept(strict, strict.initial(head.config), log)).toMatchObject({
      kind: 'refused',
      refusal: { by: deviation.by, clauses: [deviation.clause] },
    })
    const lenient = deviant(tunModel, head.config, [deviation])
    expect(accept(lenient, lenient.initial(head.config), log).kind).toBe('accepted')
  })

  it('is due there, and nowhere before a queue leaves', () => {
    expect(deviation.due(log, head.config)).toBe(true)
    expect(deviation.due(log.slice(0, 8), head.config)).toBe(false)
    expect(deviation.reason.length).toBeGreaterThan(40)
  })
})
