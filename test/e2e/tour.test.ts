import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandUnderTest, root } from '../support/e2e/consul-link.ts'
import { consoleBlocks, type Shown, withoutChance } from '../support/e2e/console-blocks.ts'
import { start } from '../support/e2e/programs.ts'
import { requireTool } from '../support/e2e/tools.ts'

const END = '--- end of'
/** How a shell tells that something in the background was killed. */
const JOB_REPORT = /^\.tour: line \d+: .*\b(Killed|Terminated)\b.*$/gm
const steps = consoleBlocks(readFileSync(join(root, 'README.md'), 'utf8'))

/** Every command of the tour in its order, in one shell, as a script with a mark behind each. */
const scriptOf = (shown: readonly Shown[]): string =>
  `stty cols 200\n${shown.map(({ command }, i) => `${command}\necho "${END} ${i}"\n`).join('')}kill -KILL $(jobs -p) 2>/dev/null; exit 0\n`

describe('the tour in the README, in a terminal', () => {
  let folder: string
  const printed = new Map<number, string>()

  beforeAll(async () => {
    for (const [tool, from] of Object.entries({ curl: 'curl', dig: 'dnsutils', jq: 'jq', script: 'bsdutils' }))
      requireTool(tool, `apt-get install ${from}`)
    folder = mkdtempSync(join(tmpdir(), 'tour-'))
    symlinkSync(commandUnderTest(), join(folder, 'miniconsul'))
    writeFileSync(join(folder, '.tour'), scriptOf(steps))
    const env = {
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: folder,
      TERM: 'xterm',
      NO_COLOR: '1',
    }
    const program = start('script', ['-qec', 'bash .tour', '/dev/null'], { cwd: folder, env })
    await Promise.race([program.exited, setTimeout(200_000, undefined, { ref: false })])
    await program.kill()
    const parts = program
      .output()
      .replaceAll('\r\n', '\n')
      .replaceAll(JOB_REPORT, '')
      .split(new RegExp(`^${END} \\d+\n`, 'm'))
    parts.forEach((part, i) => printed.set(i, part))
  }, 240_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('has commands', () => expect(steps.length).toBeGreaterThan(30))

  for (const [i, { command, output }] of steps.entries())
    test(`${i + 1}. ${command.split('\n')[0]}`, () => {
      expect(withoutChance(printed.get(i) ?? '(the tour ended before)')).toBe(withoutChance(output))
    })
})
