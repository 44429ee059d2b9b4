import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commandUnderTest, root } from '../support/e2e/consul-link.ts'
import { run, succeed } from '../support/e2e/programs.ts'
import { pythonWith } from '../support/e2e/python-environment.ts'
import { requireTool } from '../support/e2e/tools.ts'

const examples = join(root, 'examples')

/** A project of its own that has an example, and miniconsul (as it was built) among its dependencies. */
function project(example: string, ...dependencies: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'example-'))
  cpSync(join(examples, example), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/miniconsul'))
  for (const name of dependencies) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  return folder
}

describe('the examples', () => {
  const folders: string[] = []
  const made = (folder: string): string => {
    folders.push(folder)
    return folder
  }
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  test('for node:test passes under plain Node, which exits by itself', async () => {
    const { code, stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], {
      cwd: made(project('node-test')),
    })
    expect(stdout).toMatch(/# pass 2\n# fail 0\n/)
    expect(code).toBe(0)
  })

  test('for vitest passes', async () => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { code, stdout, stderr } = await run(process.execPath, [vitest, 'run'], {
      cwd: made(project('vitest', 'vitest')),
      env: { CI: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    expect(stdout + stderr).toMatch(/Tests\D+2 passed/)
    expect(code).toBe(0)
  })

  test('for jest passes under jest itself', async () => {
    const cwd = made(project('jest'))
    // beside the project, so that npm leaves the link to miniconsul alone
    const tools = join(cwd, 'tools')
    mkdirSync(tools)
    await succeed('npm', ['install', '--no-audit', '--no-fund', '--prefix', tools, 'jest@^30'], { within: 120_000 })
    const jest = join(tools, 'node_modules/jest/bin/jest.js')
    const { code, stderr } = await run(process.execPath, ['--experimental-vm-modules', jest, '--rootDir', cwd], {
      cwd,
      env: { CI: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    expect(stderr).toMatch(/Tests: +2 passed, 2 total/)
    expect(code).toBe(0)
  })

  test('for pytest passes', async () => {
    const cwd = join(examples, 'python')
    const python = await pythonWith(join(cwd, 'requirements.txt'))
    const env = { MINICONSUL: commandUnderTest(), PYTHONDONTWRITEBYTECODE: '1' }
    const { code, stdout } = await run(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], { cwd, env })
    expect(stdout).toContain('2 passed')
    expect(code).toBe(0)
  })

  test('for the testing package of Go passes', async () => {
    const go = requireTool('go', 'https://go.dev/dl (1.22 or newer), or apt-get install golang')
    const env = { MINICONSUL: commandUnderTest() }
    const { code, stdout, stderr } = await run(go, ['test', '-count=1', '-v', './...'], {
      cwd: join(examples, 'go'),
      env,
      within: 110_000,
    })
    expect(stdout + stderr).toMatch(/--- PASS: TestGreeting[^]*--- PASS: TestOutage/)
    expect(code).toBe(0)
  })
})
