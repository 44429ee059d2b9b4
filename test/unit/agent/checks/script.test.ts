import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { afterTest } from '../../../support/after-test.ts'
import { CheckUnderTest, firstResult, settled, type Reported } from './harness.ts'

const sh = (script: string): { args: string[] } => ({ args: ['/bin/sh', '-c', script] })

function folder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'miniconsul-script-'))
  afterTest(() => fs.rmSync(dir, { recursive: true }))
  return dir
}

describe('exit codes', () => {
  const codes: [string, Reported][] = [
    ['echo fine', { status: 'passing', output: 'fine\n' }],
    ['echo hi; exit 1', { status: 'warning', output: 'hi\n' }],
    ['echo bad >&2; exit 2', { status: 'critical', output: 'bad\n' }],
    ['exit 255', { status: 'critical', output: '' }],
    ['echo bye; kill -9 $$', { status: 'critical', output: 'bye\n' }],
    ['kill -TERM $$', { status: 'critical', output: '' }],
    ['cat; echo after', { status: 'passing', output: 'after\n' }],
    ['printf "\\377A"', { status: 'passing', output: '\ufffdA' }],
  ]
  test.each(codes)('%s', async (script, result) => {
    expect(await firstResult(sh(script))).toEqual(result)
  })

  test('the arguments are no text for a shell', async () => {
    expect(await firstResult({ args: ['echo', '~ $HOME *'] })).toEqual({ status: 'passing', output: '~ $HOME *\n' })
  })

  test('it runs once an interval', async () => {
    const check = new CheckUnderTest(sh('echo fine'))
    for (let run = 0; run < 3; run++) await check.run()
    expect(check.reports).toHaveLength(3)
  })
})

describe('the output', () => {
  test('is cut to its last 4096 bytes', async () => {
    const { output } = await firstResult(sh('head -c 5000 /dev/zero | tr "\\0" x; printf END'))
    expect(output).toBe(`Captured 4096 of 5003 bytes\n...\n${'x'.repeat(4093)}END`)
  })

  test('is not longer whatever the definition says', async () => {
    const { output } = await firstResult({ ...sh('head -c 9000 /dev/zero | tr "\\0" x'), outputMaxSize: 5000 })
    expect(output).toBe(`Captured 4096 of 9000 bytes\n...\n${'x'.repeat(4096)}`)
  })

  test('is shorter if the definition says so', async () => {
    const { output } = await firstResult({ ...sh('printf 0123456789'), outputMaxSize: 4 })
    expect(output).toBe('Captured 4 of 10 bytes\n...\n6789')
  })
})

describe('a program that cannot be started', () => {
  test.each([
    [['/no/such/program'], 'fork/exec /no/such/program: no such file or directory'],
    [['./none'], 'fork/exec ./none: no such file or directory'],
    [['no-such-program'], 'exec: "no-such-program": executable file not found in $PATH'],
    [['echo hi there'], 'exec: "echo hi there": executable file not found in $PATH'],
    [['/'], 'fork/exec /: permission denied'],
    [[''], 'exec: no command'],
    [['/bin/echo', 'a\0b'], 'fork/exec /bin/echo: invalid argument'],
  ])('%j', async (args, output) => {
    expect(await firstResult({ args })).toEqual({ status: 'critical', output })
  })

  test('a file that may not be run', async () => {
    const file = path.join(folder(), 'script')
    fs.writeFileSync(file, '#!/bin/sh\n')
    expect(await firstResult({ args: [file] })).toEqual({
      status: 'critical',
      output: `fork/exec ${file}: permission denied`,
    })
  })
})

/**
 * A script of two processes that hold a pipe open: `started` when both are there, `gone` when both are no more. They
 * ignore the polite signals.
 */
class SleepingScripts {
  readonly script: string
  readonly #fifo = path.join(folder(), 'fifo')
  #handle: fs.promises.FileHandle | undefined

  constructor() {
    execFileSync('mkfifo', [this.#fifo])
    this.script = `trap "" TERM INT HUP; echo before; exec 3>${this.#fifo}; sleep 600 & sleep 600`
  }

  async started(): Promise<void> {
    this.#handle = await fs.promises.open(this.#fifo, 'r')
    await settled()
  }

  async gone(): Promise<string> {
    const rest = await this.#handle?.readFile('utf8')
    await this.#handle?.close()
    return rest ?? 'not started'
  }
}

describe('a script that takes too long', () => {
  test('is critical, and its process group is killed', async () => {
    const scripts = new SleepingScripts()
    const check = new CheckUnderTest({ ...sh(scripts.script), timeout: 1500 })
    const result = check.next()
    await check.clock.advance(500)
    await scripts.started()
    await check.clock.advance(1500)
    expect(await result).toEqual({ status: 'critical', output: 'Timed out (1.5s) running check\n\nbefore\n' })
    expect(await scripts.gone()).toBe('')
  })

  test('has 30 seconds by default', async () => {
    const check = new CheckUnderTest(sh('exec sleep 600'))
    const result = check.next()
    await check.clock.advance(500)
    await check.clock.advance(29_999)
    await settled()
    expect(check.reports).toEqual([])
    await check.clock.advance(1)
    expect(await result).toEqual({ status: 'critical', output: 'Timed out (30s) running check' })
  })

  test('so is one that left a child behind that holds its output', async () => {
    const check = new CheckUnderTest({ ...sh('sleep 600 & echo $$'), timeout: 300 })
    const result = check.next()
    await check.clock.advance(500)
    await settled()
    await check.clock.advance(300)
    expect((await result).output).toMatch(/^Timed out \(300ms\) running check/)
  })
})

describe('stop', () => {
  test('kills the process group and reports nothing', async () => {
    const scripts = new SleepingScripts()
    const check = new CheckUnderTest(sh(scripts.script))
    await check.clock.advance(500)
    await scripts.started()
    check.running.stop()
    check.running.stop()
    expect(await scripts.gone()).toBe('')
    await settled()
    expect(check.reports).toEqual([])
    expect(check.clock.pending).toBe(0)
  })
})
