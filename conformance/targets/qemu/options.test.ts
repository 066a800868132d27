import { describe, expect, it } from 'vitest'
import { defaultOptions, readOptions } from './options.ts'

describe('options', () => {
  it('are the defaults where none are given', () => {
    expect(readOptions({})).toEqual(defaultOptions)
    expect(defaultOptions).toEqual({ qemu: 'qemu-system-x86_64', pairs: 4, queueSize: 256, device: '', limit: 5000 })
  })

  it('are read from text', () => {
    expect(
      readOptions({ qemu: './q', pairs: '256', 'queue-size': '1024', device: 'packed=on,status=off', limit: '10' }),
    ).toEqual({ qemu: './q', pairs: 256, queueSize: 1024, device: 'packed=on,status=off', limit: 10 })
    expect(readOptions({ pairs: '1', 'queue-size': '512', device: '' })).toMatchObject({ pairs: 1, queueSize: 512 })
  })

  it.each([
    ['pairs', '0', 'option pairs=0: must be a whole number from 1 to 256'],
    ['pairs', '257', 'option pairs=257: must be a whole number from 1 to 256'],
    ['pairs', '2.5', 'option pairs=2.5: must be a whole number from 1 to 256'],
    ['pairs', '', 'option pairs=: must be a whole number from 1 to 256'],
    ['queue-size', '128', 'option queue-size=128: must be 256, 512 or 1024'],
    ['queue-size', '0256', 'option queue-size=0256: must be 256, 512 or 1024'],
    ['qemu', '', 'option qemu=: must be a path or a name in PATH'],
    ['limit', '9', 'option limit=9: must be milliseconds from 10 to 3600000'],
    ['pears', '4', 'unknown option pears: this target has qemu, pairs, queue-size, device, limit'],
    ['toString', '4', 'unknown option toString: this target has qemu, pairs, queue-size, device, limit'],
  ])('refuse %s=%s', (key, text, because) => {
    expect(readOptions({ [key]: text })).toBe(because)
  })
})
