import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { commandUnderTest } from '../support/e2e/consul-link.ts'

const script = fileURLToPath(new URL('../../scripts/kill-test.mjs', import.meta.url))

test('no acknowledged write is lost however often a durable agent is killed', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--bin', commandUnderTest(), '--rounds', '8'])
  expect(stdout).toMatch(/^8 kills, [1-9]\d* acknowledged writes, none lost$/m)
}, 120_000)
