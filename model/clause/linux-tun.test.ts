import { expect, it } from 'vitest'
import { clauseOf } from './clause.ts'
import { linuxTun } from './linux-tun.ts'

it('names the functions of the kernel, in our words, at the grade of what was seen', () => {
  for (const [id, row] of Object.entries(linuxTun)) {
    expect(id).toMatch(/^linux-tun\.[a-z]+\.[a-z-]+$/)
    expect(row.gist).toMatch(/^\S.*\.$/)
    if (!('side' in row)) expect(row.place).toMatch(/^[A-Za-z_]+(, [a-z_]+)*$/)
  }
  expect(clauseOf('linux-tun.flow.limit')).toMatchObject({ grade: 'observed', side: 'device', level: 'MUST' })
})
