import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkConsul, root, type ConsulLink } from '../support/e2e/consul-link.ts'
import { readGoReport } from '../support/e2e/go-report.ts'
import { run, succeed } from '../support/e2e/programs.ts'
import { requireTool } from '../support/e2e/tools.ts'

const cwd = join(root, 'test/e2e/go')
const hint = 'https://go.dev/dl (1.22 or newer), or apt-get install golang'

let go: string
let link: ConsulLink

beforeAll(() => {
  go = requireTool('go', hint)
  link = linkConsul()
})
afterAll(() => link?.remove())

test('the test server and the client of Go find nothing amiss', async () => {
  const env = { PATH: link.path, GOFLAGS: '-mod=readonly' }
  const { passed, failures } = readGoReport(
    await run(go, ['test', '-json', '-count=1', './...'], { cwd, env, within: 280_000 }),
  )
  expect(failures).toEqual([])
  expect(passed).toEqual(
    expect.arrayContaining([
      'TestAgent/KV',
      'TestAgent/Lock',
      'TestACL',
      'TestAgent/ConfigEntries',
      'TestAgent/Intentions',
      'TestAgent/Rotation',
      'TestAgent/Snapshot',
      'TestPeering',
      'TestReload',
      'TestUnixSocket',
    ]),
  )
}, 300_000)

test('and go vet finds nothing in the Go code', async () => {
  expect(await succeed(go, ['vet', './...'], { cwd, within: 110_000 })).toBe('')
})
