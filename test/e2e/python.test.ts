import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkConsul, root, type ConsulLink } from '../support/e2e/consul-link.ts'
import { run } from '../support/e2e/programs.ts'
import { pythonWith } from '../support/e2e/python-environment.ts'

const cwd = join(root, 'test/e2e/python')

let python: string
let link: ConsulLink

beforeAll(async () => {
  python = await pythonWith(join(cwd, 'requirements.txt'))
  link = linkConsul()
})
afterAll(() => link?.remove())

test.each(['KeyTest', 'ServiceTest', 'ElectionTest', 'SnapshotTest', 'AclTest'])('py-consul: %s', async name => {
  const env = { PATH: link.path, PYTHONDONTWRITEBYTECODE: '1' }
  const { code, stderr } = await run(python, ['-m', 'unittest', '-v', `test_consul.${name}`], {
    cwd,
    env,
    within: 60_000,
  })
  expect(stderr).toMatch(/\nRan [1-9]\d* tests? in .*\n\nOK\n$/)
  expect(code).toBe(0)
})
