import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { citedIn, modelledClauses } from './modelled.ts'

test('a clause is cited as a value in quotes or in a tag, and nowhere else', () => {
  const text = `
    /** As net.rss.device.2 has it. @clause net.rss.device.3 net.rss.device.4 */
    refuse('device', 'net.rss.device.5', "net.rss.device.55")
    // net.rss.device.6`
  expect(citedIn(text).toSorted()).toEqual(['net.rss.device.3', 'net.rss.device.4', 'net.rss.device.5'])
})

test('code counts, sources or built; tests, declarations and the catalogue do not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelled-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'clause'))
  const write = (name: string, id: string) => writeFileSync(join(folder, name), `'${id}'`)
  write('a.ts', 'net.rss.device.1')
  write('b.js', 'net.rss.device.2')
  write('c.test.ts', 'net.rss.device.3')
  write('d.fixture.ts', 'net.rss.device.4')
  write('e.d.ts', 'net.rss.device.5')
  write('clause/f.ts', 'net.rss.device.6')
  expect([...modelledClauses(folder)].toSorted()).toEqual(['net.rss.device.1', 'net.rss.device.2'])
})

test('the model of this package cites what its rules refuse by', () => {
  const modelled = modelledClauses()
  expect(modelled).toContain('net.rss.device.5')
  expect(modelled).toContain('core.features.device.3')
  expect(modelled).not.toContain('net.ipsec.device.13')
})
