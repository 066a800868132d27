import { expect, test } from 'vitest'
import { bytes } from '../../model/kernel/bytes.ts'
import { frameWords } from './frame-words.ts'

const ether = (type: string) => `525400123456020000000001${type}`
/** An IPv4 header of 20 bytes from 10.0.0.1 to 192.168.0.255. */
const ipv4 = (protocol: string, fragment = '0000') =>
  `450000280001${fragment}40${protocol}0000${'0a000001'}${'c0a800ff'}`
const ports = '04d20050' // 1234 and 80

test.each([
  ['TCP', `${ether('0800')}${ipv4('06')}${ports}`, 'TCP 10.0.0.1:1234 > 192.168.0.255:80, 38 bytes'],
  ['UDP', `${ether('0800')}${ipv4('11')}${ports}`, 'UDP 10.0.0.1:1234 > 192.168.0.255:80, 38 bytes'],
  [
    'options',
    `${ether('0800')}${ipv4('06').replace('45', '46')}01010101${ports}`,
    'TCP 10.0.0.1:1234 > 192.168.0.255:80, 42 bytes',
  ],
  ['another protocol', `${ether('0800')}${ipv4('01')}${ports}`, 'IPv4 protocol 1 10.0.0.1 > 192.168.0.255, 38 bytes'],
  ['ports cut off', `${ether('0800')}${ipv4('06')}04d2`, 'IPv4 protocol 6 10.0.0.1 > 192.168.0.255, 36 bytes'],
  [
    'a later fragment',
    `${ether('0800')}${ipv4('06', '0001')}${ports}`,
    'IPv4 fragment 10.0.0.1 > 192.168.0.255, 38 bytes',
  ],
  [
    'a first fragment',
    `${ether('0800')}${ipv4('06', '2000')}${ports}`,
    'IPv4 fragment 10.0.0.1 > 192.168.0.255, 38 bytes',
  ],
  [
    'not fragmentable',
    `${ether('0800')}${ipv4('06', '4000')}${ports}`,
    'TCP 10.0.0.1:1234 > 192.168.0.255:80, 38 bytes',
  ],
  [
    'IPv6',
    `${ether('86dd')}6000000000040640${'20010db8000000000000000000000001'}${'fe800000000000010000000000000002'}${ports}`,
    'TCP [2001:db8::1]:1234 > [fe80:0:0:1::2]:80, 58 bytes',
  ],
  [
    'IPv6 without ports',
    `${ether('86dd')}6000000000043a40${'0'.repeat(32)}${'000100020003000400050006000700ff'}${ports}`,
    'IPv6 next header 58 :: > 1:2:3:4:5:6:7:ff, 58 bytes',
  ],
  ['ARP', `${ether('0806')}0001`, 'ARP 02:00:00:00:00:01 > 52:54:00:12:34:56, 16 bytes'],
  ['VLAN', `${ether('8100')}0001`, 'VLAN 02:00:00:00:00:01 > 52:54:00:12:34:56, 16 bytes'],
  ['any ethertype', `${ether('01f4')}0001`, 'ethertype 0x01f4 02:00:00:00:00:01 > 52:54:00:12:34:56, 16 bytes'],
  ['IPv4 cut short', `${ether('0800')}45`, 'ethertype 0x0800 02:00:00:00:00:01 > 52:54:00:12:34:56, 15 bytes'],
  ['hardly a frame', '5254', 'a frame cut short, 2 bytes'],
])('%s', (_, frame, words) => {
  expect(frameWords(bytes(frame))).toBe(words)
})
