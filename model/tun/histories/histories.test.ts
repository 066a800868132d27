import { describe, expect, it } from 'vitest'
import { tunNotation } from '../../../conformance/trace/tun-shapes.ts'
import { accept } from '../../kernel/accept.ts'
import { storedHistories } from '../../kernel/stored-histories.fixture.ts'
import { tunDevice } from '../device.ts'

// `scripts/histories.ts` writes them: a bug was seeded for one clause, which the model is to name; the engine is sound.
describe.each(storedHistories(import.meta.dirname, tunNotation))('$bug', ({ refused, allowed }) => {
  it('is refused by its clause', () => {
    const { head, log } = refused
    const device = tunDevice()
    const verdict = accept(device, device.initial(head.config), log)
    if (verdict.kind === 'accepted')
      expect(verdict.warnings.map(({ refusal }) => refusal.clauses[0])).toContain(head.clause)
    else
      expect(verdict).toMatchObject({
        kind: 'refused',
        refusal: { by: 'device', clauses: expect.arrayContaining([head.clause]) },
      })
  })

  it.runIf(allowed !== undefined)('is not there on the engine', () => {
    if (allowed === undefined) return
    const device = tunDevice()
    expect(accept(device, device.initial(allowed.head.config), allowed.log)).toMatchObject({ kind: 'accepted' })
  })
})
