import { expect, it } from 'vitest'
import { openLinkDeleter } from './delete-link.ts'
import { interfaceRequest, numberIn } from './interface-request.ts'
import { loadSystemCalls } from './syscall.ts'

const system = await loadSystemCalls()

it('holds a name and a number', () => {
  const request = interfaceRequest('tap0', 0x1234, 2)
  expect(request.toString('ascii', 0, 5)).toBe('tap0\0')
  expect(numberIn(request, 2)).toBe(0x1234)
  expect(numberIn(interfaceRequest('a-name-that-is-too-long', 70_000, 4), 4)).toBe(70_000)
})

it.runIf(typeof system !== 'string')('deletes nothing that is not there', () => {
  if (typeof system === 'string') return
  const links = openLinkDeleter(system)
  // ENODEV, or EPERM of whoever may not delete anything.
  expect(() => links.delete(0x7fff_fff0)).toThrow(/RTM_DELLINK: (ENODEV|EPERM)/)
  links.close()
})
