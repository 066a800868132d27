import { describe, expect, test } from 'vitest'
import * as module from './hash-report.ts'
import { allHashTypes, hashReportName, hashReports, hashTypeNames } from './hash-report.ts'

test('report codes and type bits are those of the specification', () => {
  expect(module).toMatchObject({
    VIRTIO_NET_HASH_REPORT_NONE: 0,
    VIRTIO_NET_HASH_REPORT_IPv4: 1,
    VIRTIO_NET_HASH_REPORT_TCPv4: 2,
    VIRTIO_NET_HASH_REPORT_UDPv4: 3,
    VIRTIO_NET_HASH_REPORT_IPv6: 4,
    VIRTIO_NET_HASH_REPORT_TCPv6: 5,
    VIRTIO_NET_HASH_REPORT_UDPv6: 6,
    VIRTIO_NET_HASH_REPORT_IPv6_EX: 7,
    VIRTIO_NET_HASH_REPORT_TCPv6_EX: 8,
    VIRTIO_NET_HASH_REPORT_UDPv6_EX: 9,
    VIRTIO_NET_HASH_TYPE_IPv4: 1,
    VIRTIO_NET_HASH_TYPE_TCPv4: 2,
    VIRTIO_NET_HASH_TYPE_UDPv4: 4,
    VIRTIO_NET_HASH_TYPE_IPv6: 8,
    VIRTIO_NET_HASH_TYPE_TCPv6: 16,
    VIRTIO_NET_HASH_TYPE_UDPv6: 32,
    VIRTIO_NET_HASH_TYPE_IP_EX: 64,
    VIRTIO_NET_HASH_TYPE_TCP_EX: 128,
    VIRTIO_NET_HASH_TYPE_UDP_EX: 256,
  })
})

describe('the table', () => {
  test('has the nine reports in order', () => {
    expect(hashReports.map((row) => row.report)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
  test('keeps HASH_TYPE_XXX = 1 << (HASH_REPORT_XXX - 1)', () => {
    for (const row of hashReports) expect(row.type).toBe(1 << (row.report - 1))
  })
  test('covers every type', () => {
    expect(allHashTypes).toBe(0b1_1111_1111)
    expect(hashReports.reduce((mask, row) => mask | row.type, 0)).toBe(allHashTypes)
  })
})

test('reports print by name', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(hashReportName)).toEqual([
    'NONE',
    'IPv4',
    'TCPv4',
    'UDPv4',
    'IPv6',
    'TCPv6',
    'UDPv6',
    'IPv6_EX',
    'TCPv6_EX',
    'UDPv6_EX',
  ])
  expect(hashReportName(10)).toBe('report 10')
})

test('types print by name', () => {
  expect(hashTypeNames(0)).toBe('none')
  expect(hashTypeNames(0x1ff)).toBe('IPv4|TCPv4|UDPv4|IPv6|TCPv6|UDPv6|IP_EX|TCP_EX|UDP_EX')
  expect(hashTypeNames(0b10010)).toBe('TCPv4|TCPv6')
  expect(hashTypeNames(0x201)).toBe('IPv4|0x200')
  expect(hashTypeNames(0x8000_0000)).toBe('0x80000000')
})
