import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'

const module = JSON.stringify(new URL('./at-exit.ts', import.meta.url).href)

/** Runs a program that has `atExit` and returns what it printed and how it ended. */
async function run(program: string, signal?: NodeJS.Signals): Promise<readonly [string, number | null, string | null]> {
  const source = `const { atExit } = await import(${module}); ${program}`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source])
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (signal !== undefined && output === 'ready\n') child.kill(signal)
  })
  const [status, ended]: (number | string | null)[] = await once(child, 'close')
  return [output, typeof status === 'number' ? status : null, typeof ended === 'string' ? ended : null]
}

const said = "atExit(() => console.log('gone'));"
const waits = "setInterval(() => {}, 1000); console.log('ready')"

describe('at exit', () => {
  it('cleans up when the process ends by itself, and keeps its status', async () => {
    expect(await run(`${said} process.exitCode = 3`)).toEqual(['gone\n', 3, null])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('cleans up on %s, which still ends the process', async (signal) => {
    expect(await run(`${said} ${waits}`, signal)).toEqual(['ready\ngone\n', null, signal])
  })

  it('leaves the end to another listener where there is one', async () => {
    const other = "process.on('SIGTERM', () => process.exit(7));"
    expect(await run(`${said} ${other} ${waits}`, 'SIGTERM')).toEqual(['ready\ngone\n', 7, null])
  })

  it('does nothing that was taken back', async () => {
    const counts = "console.log(process.listenerCount('SIGINT'))"
    expect(await run(`const back = ${said} ${counts}; back(); back(); ${counts}`)).toEqual(['1\n0\n', 0, null])
  })
})
