import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandUnderTest, linkConsul, root } from '../support/e2e/consul-link.ts'
import { run } from '../support/e2e/programs.ts'
import { pythonWith } from '../support/e2e/python-environment.ts'
import { requireTool } from '../support/e2e/tools.ts'

const examples = join(root, 'examples')

// those for Node run in projects.test.ts
describe('the examples', () => {
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

  test('for the test server of Go passes with a link to miniconsul on the PATH', async () => {
    const go = requireTool('go', 'https://go.dev/dl (1.22 or newer), or apt-get install golang')
    const link = linkConsul()
    try {
      const { code, stdout, stderr } = await run(go, ['test', '-count=1', '-v', './...'], {
        cwd: join(examples, 'go-testutil'),
        env: { PATH: link.path, GOFLAGS: '-mod=readonly' },
        within: 110_000,
      })
      expect(stdout + stderr).toContain('--- PASS: TestGreeting')
      expect(code).toBe(0)
    } finally {
      link.remove()
    }
  })

  test('for JUnit passes, where Maven and its repository are at hand', { timeout: 700_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'example-java-'))
    try {
      cpSync(join(examples, 'java'), folder, { recursive: true })
      const maven = (...args: readonly string[]) =>
        run('mvn', ['-B', '-q', ...args], {
          cwd: folder,
          env: { MINICONSUL: commandUnderTest() },
          within: 300_000,
        }).catch((err: unknown) => ({ code: -1, stdout: '', stderr: String(err) }))
      // what is not to be had from outside says nothing about the example
      const compiled = await maven('test-compile')
      if (compiled.code !== 0) {
        process.stderr.write(
          `\n!!! NOT RUN: the example for JUnit; mvn cannot get what it needs:\n${compiled.stdout}${compiled.stderr}\n`,
        )
        return
      }
      const { code, stdout, stderr } = await maven('test')
      expect({ code, failures: /FAILURE|Tests run/.exec(stdout + stderr)?.input ?? '' }).toEqual({
        code: 0,
        failures: '',
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
