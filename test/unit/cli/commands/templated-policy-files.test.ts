import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from './run.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const preview = async (text: string) => {
  writeFileSync(join(folder, 'f'), text)
  return runCommand(['acl', 'templated-policy', 'preview', '-file=f'], {}, { cwd: folder })
}

test.each([
  ['TemplatedPolicy = "x"', 'At 1:19: root.TemplatedPolicy: not an object type for map (*ast.LiteralType)'],
  ['TemplatedPolicy { a = "x" }', 'At 1:23: unknown slice type: *ast.LiteralType'],
  ['TemplatedPolicy = [{ a = [{}] }]', 'At 1:19: root.TemplatedPolicy: not an object type for map (*ast.ListType)'],
  [
    'TemplatedPolicy { a = [{}, 5] }',
    'At 1:28: root.TemplatedPolicy.a[1]: not an object type for struct (*ast.LiteralType)',
  ],
  [
    'TemplatedPolicy "a" { Name = true }',
    'At 1:30: root.TemplatedPolicy.a[0].Name: unknown type for string *ast.LiteralType',
  ],
  [
    'TemplatedPolicy "a" { Name = ["x"] }',
    'At 1:30: root.TemplatedPolicy.a[0].Name: unknown type for string *ast.ListType',
  ],
  [
    'TemplatedPolicy "a" { Name "b" { c = 1 } }',
    'At 1:28: root.TemplatedPolicy.a[0].Name: unknown type for string *ast.ObjectList',
  ],
  [
    'TemplatedPolicy "a" "b" { Name = true }',
    'At 1:34: root.TemplatedPolicy.a[0].Name: unknown type for string *ast.LiteralType',
  ],
  [
    'TemplatedPolicy "a" { Name = "x" }\nTemplatedPolicy { b { Name = "y" } }',
    'At 1:17: root.TemplatedPolicy: map must have string keys',
  ],
  [
    'TemplatedPolicy { b { Name = "y" } }\nTemplatedPolicy "a" { Name = "x" }',
    'At -: root.TemplatedPolicy: map must have string keys',
  ],
  // what is no templated policy has to have the same form
  ['Name = "web"', 'At 1:8: root.Name: not an object type for map (*ast.LiteralType)'],
  ['service { name = "web" }', 'At 1:18: unknown slice type: *ast.LiteralType'],
  // JSON has no places, and a list of objects is as many blocks
  ['{"a":"b"}', 'At -: root.a: not an object type for map (*ast.LiteralType)'],
  ['{"a":{"b":"c"}}', 'At -: unknown slice type: *ast.LiteralType'],
  ['{"a":[]}', 'At -: root.a: not an object type for map (*ast.ListType)'],
  ['{"T":{"a":[{"Name":"x"},{"Name":true}]}}', 'At -: root.T.a[0].Name: unknown type for string *ast.LiteralType'],
])('%s', async (text, message) => {
  expect(await preview(text)).toMatchObject({ code: 1, stderr: `${message}\n`, seen: [] })
})

test.each([
  ['TemplatedPolicy "a" { Name = "x" Name = "y" }', 'a', 'y'],
  ['TemplatedPolicy "a" { name = 5 }', 'a', '5'],
  ['TemplatedPolicy "a" "b" { Name = "x" }', 'a', 'x'],
  ['TemplatedPolicy { a = [{ Name = "x" }] }\nOther "b" { Name = "y" }', 'a', 'x'],
  ['{"TemplatedPolicy":[{"a":[{"Name":"x"}]}]}', 'a', 'x'],
  ['{"TemplatedPolicy":{"a":{"Name":{"b":1}}}}', 'a', ''],
])('%s', async (text, template, Name) => {
  const { seen } = await preview(text)
  expect(seen).toMatchObject([
    { line: `POST /v1/acl/templated-policy/preview/${template}`, body: JSON.stringify({ Name }) },
  ])
})

test.each(['TemplatedPolicy "a" {}\nTemplatedPolicy "b" {}', 'templatedpolicy "a" {}', '{"a":{"b":[]}}'])(
  'Only one policy is previewed: %s',
  async text => {
    expect((await preview(text)).stderr).toBe('Can only preview a single templated policy at a time.\n')
  },
)
