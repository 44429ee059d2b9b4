import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'node-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const test = (load: string): string => `${load}
const consul = useConsul({ seed: { kv: { a: '1' } } })
test('changes', async () => {
  consul.kv.put('a', '2')
  assert.equal(await (await fetch(consul.http.url + '/v1/kv/a?raw')).text(), '2')
})
test('is back', () => assert.equal(consul.kv.getText('a'), '1'))
`

it('works with the package as it is built, for import and for require', async () => {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(import.meta.dirname, '../..'), join(folder, 'node_modules/miniconsul'))
  const esm = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useConsul } from 'miniconsul/node-test'`
  const cjs = `const assert = require('node:assert/strict')
const { test } = require('node:test')
const { ConsulError } = require('miniconsul')
const { useConsul } = require('miniconsul/node-test')
test('shares its classes', () => assert.throws(() => consul.kv.put('a', 3), ConsulError))`
  writeFileSync(join(folder, 'esm.test.mjs'), test(esm))
  writeFileSync(join(folder, 'cjs.test.cjs'), test(cjs))
  const args = ['--test', '--test-reporter=tap', 'esm.test.mjs', 'cjs.test.cjs']
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env })
  expect(stdout).toMatch(/# pass 5\n# fail 0\n/)
})
