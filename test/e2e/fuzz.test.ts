import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { commandUnderTest } from '../support/e2e/consul-link.ts'

const script = fileURLToPath(new URL('../../scripts/fuzz.mjs', import.meta.url))

test('nothing that clients, peers and files hold breaks an agent or holds it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--bin', commandUnderTest()]).catch(
    (error: { stdout: string }) => error,
  )
  expect(stdout).toMatch(/^[1-9]\d* requests, [1-9]\d* packets, .*: 0 crashes, 0 findings; longest stall/m)
}, 300_000)
