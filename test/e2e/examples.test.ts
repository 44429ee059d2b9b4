import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandUnderTest, root } from '../support/e2e/consul-link.ts'
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
})
