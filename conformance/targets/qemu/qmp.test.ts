import { duplexPair } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { DeviceLost } from '../../driver/device-lost.ts'
import { Qmp } from './qmp.ts'

/** A monitor that answers each command with the next of these lines, and what it heard. */
function monitor(answers: readonly string[], limit = 1000) {
  const [client, server] = duplexPair()
  const heard: unknown[] = []
  const left = [...answers]
  server.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.trim().split('\n')) {
      heard.push(JSON.parse(line))
      const answer = left.shift()
      if (answer !== undefined) server.write(answer)
    }
  })
  const lost = async (how: 'hangs' | 'dies', because: string) => new DeviceLost(how, because, 'the last words')
  return { qmp: new Qmp(client, { limit, lost }), server, heard }
}

const done = '{"return": {}}\r\n'

describe('the monitor', () => {
  it('is greeted once, then does what it is told', async () => {
    const { qmp, heard, server } = monitor([done, done, done])
    server.write('{"QMP": {"version": {}, "capabilities": []}}\r\n')
    await qmp.execute('set_link', { name: 'nic0', up: false })
    await qmp.execute('stop')
    expect(heard).toEqual([
      { execute: 'qmp_capabilities', arguments: {} },
      { execute: 'set_link', arguments: { name: 'nic0', up: false } },
      { execute: 'stop', arguments: {} },
    ])
  })

  it('passes events over, and answers that come in pieces', async () => {
    const { qmp, server } = monitor([done, '{"event": "NIC_RX_FILTER_CHANGED"}\r\n{"ret'])
    const answered = qmp.execute('stop')
    setImmediate(() => setImmediate(() => server.write('urn": {}}\r\n')))
    await expect(answered).resolves.toBeUndefined()
  })

  it('says what QEMU refuses', async () => {
    const { qmp } = monitor([done, '{"error": {"class": "DeviceNotFound", "desc": "Device x not found"}}\r\n'])
    await expect(qmp.execute('set_link', { name: 'x', up: true })).rejects.toThrow('fault: QEMU: Device x not found')
  })

  it('is lost where it stays silent or ends', async () => {
    await expect(monitor([], 20).qmp.execute('stop')).rejects.toMatchObject({ how: 'hangs' })
    const { qmp, server } = monitor([done])
    const waiting = qmp.execute('stop')
    setImmediate(() => server.end())
    await expect(waiting).rejects.toMatchObject({ how: 'dies' })
  })
})
