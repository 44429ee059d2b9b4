import { expect, test } from 'vitest'
import { createConsul } from '../../../../src/index.ts'

test('bytes of keys that are no UTF-8 are escaped as Go escapes them, and the character in their place is not', async () => {
  const consul = createConsul({ clock: 'manual' })
  for (const key of ['bad%ff%fekey', 'good%ef%bf%bdkey']) await consul.inject('PUT', `/v1/kv/${key}`, 'x')
  const text = async (path: string): Promise<string> => (await consul.inject('GET', path)).body
  expect(await text('/v1/kv/?keys')).toBe('[\n    "bad\\ufffd\\ufffdkey",\n    "good\ufffdkey"\n]')
  expect(await text('/v1/kv/bad%ff%fekey')).toContain('"Key": "bad\\ufffd\\ufffdkey"')
  expect(await text('/v1/kv/?recurse')).toContain('"Key": "good\ufffdkey"')
  await consul.close()
})
