import { expect, test } from 'vitest'
import { bitOfReport, ipv4HashTypes, ipv6ExHashTypes, ipv6HashTypes } from './hash-type.ts'

test('TCP before UDP before the addresses alone', () => {
  expect(ipv4HashTypes).toEqual([{ report: 2, transport: 'tcp' }, { report: 3, transport: 'udp' }, { report: 1 }])
  expect(ipv6HashTypes).toEqual([{ report: 5, transport: 'tcp' }, { report: 6, transport: 'udp' }, { report: 4 }])
  expect(ipv6ExHashTypes).toEqual([{ report: 8, transport: 'tcp' }, { report: 9, transport: 'udp' }, { report: 7 }])
})
test('the bit of a type is one less than its report', () => {
  expect([bitOfReport(1), bitOfReport(5), bitOfReport(9)]).toEqual([1, 16, 256])
})
