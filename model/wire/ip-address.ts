import { type Bytes, bytes } from '../kernel/bytes.ts'

/** An IPv4 address in dotted decimal as four bytes. Throws a `RangeError` for anything else. */
export function ipv4Address(text: string): Bytes {
  const parts = text.split('.').map(Number)
  const valid = /^\d+(\.\d+){3}$/.test(text) && parts.every((part) => part <= 255)
  if (!valid) throw new RangeError(`not an IPv4 address: ${text}`)
  return bytes(parts.map((part) => part.toString(16).padStart(2, '0')).join(''))
}

/** An IPv6 address as sixteen bytes; `::` may stand once. Throws a `RangeError` for anything else. */
export function ipv6Address(text: string): Bytes {
  const [left = '', right, ...more] = text.split('::')
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'))
  const [before, after] = [groups(left), groups(right ?? '')]
  const zeros = 8 - before.length - after.length
  const valid =
    more.length === 0 &&
    (right === undefined ? zeros === 0 : zeros > 0) &&
    [...before, ...after].every((group) => /^[0-9a-f]{1,4}$/.test(group))
  if (!valid) throw new RangeError(`not an IPv6 address: ${text}`)
  const all = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return bytes(all.map((group) => group.padStart(4, '0')).join(''))
}
