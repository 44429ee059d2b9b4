import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { commandUnderTest } from '../support/e2e/consul-link.ts'

const script = fileURLToPath(new URL('../../scripts/soak.mjs', import.meta.url))

test('nothing is lost and nothing stays behind under load, from slow clients and from those that come and go', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--bin', commandUnderTest()]).catch(
    (error: { stdout: string }) => error,
  )
  expect(stdout).toMatch(/^0 problems$/m)
}, 300_000)
