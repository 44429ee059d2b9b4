import { expect, test } from 'vitest'
import { commands } from '../../../../src/cli/commands/index.ts'
import { dispatch } from '../../../../src/cli/dispatch.ts'
import { recordedIo } from '../io.ts'

const names = commands.map(({ name }) => name)

test('every command has a name of its own, and the list is in order', () => {
  expect(names).toEqual([...new Set(names)].toSorted())
})

test.each(names)('%s has a help', async name => {
  const { io, written } = recordedIo()
  expect(await dispatch([...name.split(' '), '-h'], io)).toBe(0)
  expect(written.stderr).toBe('')
  expect(written.stdout.startsWith(`Usage: miniconsul ${name}`)).toBe(true)
})

test.each([
  ['connect envoy', 'datacenter'],
  ['connect envoy', 'stale'],
  ['logout', 'namespace'],
  ['services export', 'stale'],
  ['services exported-services', 'namespace'],
])('%s has no -%s, as the official one', async (name, flag) => {
  const { io, written } = recordedIo()
  expect(await dispatch([...name.split(' '), `-${flag}=true`], io)).toBe(1)
  expect(written.stderr).toMatch(new RegExp(`^flag provided but not defined: -${flag}\n`))
})
