import { closeSync, existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openNamelessFile } from './nameless-file.ts'
import { startChild } from './process.ts'

const shell = (script: string, ...descriptors: (number | 'pipe')[]) => startChild('sh', ['-c', script], descriptors)

describe('a child process', () => {
  it('gets its descriptors from 3 on, and talks through a pipe both ways', async () => {
    const file = openNamelessFile(Buffer.from('from a file\n'))
    const child = shell('cat <&4 >&3; head -n 1 <&3 >&3', 'pipe', file)
    closeSync(file)
    const [pipe] = child.pipes
    let heard = ''
    pipe?.setEncoding('utf8').on('data', (text: string) => {
      heard += text
    })
    pipe?.write('and back\n')
    expect(await child.ended).toBe('exit status 0')
    await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toBe('from a file\nand back\n')
  })

  it('leaves its last words, unless they are forgotten', async () => {
    const child = shell('echo first >&2; read line <&3; echo second >&2; exit 3', 'pipe')
    while (child.words() !== 'first') await new Promise((resolve) => setTimeout(resolve, 5))
    child.forgetWords()
    child.pipes[0]?.write('\n')
    expect(await child.ended).toBe('exit status 3')
    expect(child.words()).toBe('second')
  })

  it('tells the signal that ended it', async () => {
    expect(await shell('kill -ABRT $$').ended).toBe('signal SIGABRT')
  })

  it('is stopped with its group, and stopping twice does nothing', async () => {
    const child = shell('sleep 60 & echo $! >&2; wait')
    while (child.words() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const grandchild = Number(child.words())
    expect(existsSync(`/proc/${grandchild}`)).toBe(true)
    await child.stop()
    expect(await child.ended).toBe('signal SIGKILL')
    await child.stop()
  })

  it('ends at once where there is no such program', async () => {
    const child = startChild('no-such-program', [], [])
    expect(await child.ended).toMatch(/ENOENT|exit status 127/)
    await child.stop()
  })
})
