import { duplexPair } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { DeviceLost } from '../../driver/device-lost.ts'
import { FakeQtest } from './fake-qtest.fixture.ts'
import { Qtest } from './qtest.ts'

/** A client whose server does only what the test says. */
function silent(limit = 1000) {
  const [client, server] = duplexPair()
  server.setEncoding('latin1')
  const interrupts: string[] = []
  const heard: string[] = []
  server.on('data', (chunk: string) => heard.push(chunk))
  const qtest = new Qtest(client, {
    limit,
    lost: async (how, because) => new DeviceLost(how, because, 'oops'),
    interrupt: (line) => interrupts.push(line),
  })
  return { qtest, server, interrupts, heard }
}

describe('qtest', () => {
  it('writes registers of each width in hexadecimal', async () => {
    const { qtest, heard } = new FakeQtest()
    await Promise.all([qtest.write(0xb000_0000, 1, 7), qtest.write(16, 2, 0xffff), qtest.write(17, 4, 0xffff_ffff)])
    expect(heard).toEqual(['writeb 0xb0000000 0x7', 'writew 0x10 0xffff', 'writel 0x11 0xffffffff'])
  })

  it('reads registers of each width', async () => {
    const { qtest, server, heard } = silent()
    const reads = Promise.all([qtest.read(1, 1), qtest.read(2, 2), qtest.read(3, 4)])
    server.write('OK 0x00000000000000ff\nOK 0x000000000000beef\nOK 0x00000000ffffffff\n')
    expect(await reads).toEqual([0xff, 0xbeef, 0xffff_ffff])
    expect(heard).toEqual(['readb 0x1\nreadw 0x2\nreadl 0x3\n'])
  })

  it('gives each reply to its command, however the lines are cut, and passes interrupts on', async () => {
    const { qtest, server, interrupts } = silent()
    const replies = Promise.all([qtest.command('a'), qtest.command('b'), qtest.command('c')])
    for (const piece of ['OK o', 'ne\nIRQ raise 3\nO', 'K two\r\nOK\nIRQ lower 3\n']) server.write(piece)
    expect(await replies).toEqual(['one', 'two', ''])
    expect(interrupts).toEqual(['IRQ raise 3', 'IRQ lower 3'])
  })

  it('rejects a command that is refused, and goes on', async () => {
    const { qtest } = new FakeQtest()
    await expect(qtest.command('nonsense')).rejects.toThrow("fault: qtest refuses 'nonsense': FAIL Unknown command")
    await expect(qtest.turn()).resolves.toBeUndefined()
  })

  it('does not take a reply that only begins like OK for one', async () => {
    const { qtest, server } = silent()
    const reply = qtest.command('a')
    server.write('OKAY\n')
    await expect(reply).rejects.toThrow('OKAY')
  })

  it('rejects a read that is answered without a number', async () => {
    const { qtest, server } = silent()
    const reads = [qtest.read(0, 1), qtest.read(0, 1)]
    server.write('OK\nOK what\n')
    await expect(reads[0]).rejects.toThrow("qtest answers a read with ''")
    await expect(reads[1]).rejects.toThrow("qtest answers a read with 'what'")
  })

  it('calls silence beyond the limit a hang, and says what was asked', async () => {
    const { qtest } = silent(20)
    const both = await Promise.allSettled([qtest.command('first'), qtest.command('second')])
    for (const result of both) {
      expect(result).toMatchObject({ status: 'rejected', reason: { how: 'hangs', words: 'oops' } })
      expect(String(result.status === 'rejected' && result.reason)).toContain("did not answer 'first' within 20 ms")
    }
    await expect(qtest.command('third')).rejects.toMatchObject({ how: 'hangs' })
  })

  it('starts the limit anew with each reply, and does not run while nothing is asked', async () => {
    const { qtest, server } = silent(80)
    const replies = [qtest.command('a'), qtest.command('b')]
    for (const reply of replies) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      server.write('OK\n')
      await reply
    }
    await new Promise((resolve) => setTimeout(resolve, 120))
    const late = qtest.command('c')
    server.write('OK still there\n')
    expect(await late).toBe('still there')
  })

  it('does not blame QEMU where this process did not look', async () => {
    const { qtest, server } = silent(20)
    const reply = qtest.command('a')
    await new Promise((resolve) => setTimeout(resolve, 5))
    server.write('OK in time\n')
    for (const start = Date.now(); Date.now() - start < 40; );
    expect(await reply).toBe('in time')
  })

  it('calls a closed channel a death', async () => {
    const { qtest, server } = silent()
    const waiting = qtest.command('a')
    server.end()
    await expect(waiting).rejects.toMatchObject({ how: 'dies', words: 'oops' })
    await expect(qtest.turn()).rejects.toBeInstanceOf(DeviceLost)
  })
})
