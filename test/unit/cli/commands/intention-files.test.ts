import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from './run.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'intentions-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const create = (text: string) => {
  writeFileSync(join(folder, 'i.json'), text)
  return runCommand(['intention', 'create', '-file', 'i.json'], (_, response) => response.end('{}'), { cwd: folder })
}

describe('intention create refuses a file that does not decode, before it asks an agent', () => {
  test.each([
    ['[]', 'json: cannot unmarshal array into Go value of type api.Intention'],
    ['{"SourceName":5}', 'json: cannot unmarshal number into Go struct field Intention.SourceName of type string'],
    ['{"Action":5}', 'json: cannot unmarshal number into Go struct field Intention.Action of type api.IntentionAction'],
    [
      '{"Permissions":5}',
      'json: cannot unmarshal number into Go struct field Intention.Permissions of type []*api.IntentionPermission',
    ],
    ['{"CreatedAt":"x"}', 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    ['{"Hash":"!"}', 'illegal base64 data at input byte 0'],
    [
      '{"Permissions":[{}]}',
      'cannot create L7 intention from file "i.json" using this CLI; use \'consul config write\' instead',
    ],
  ])('%s', async (text, problem) => {
    expect(await create(text)).toMatchObject({ code: 1, stderr: `Error: ${problem}\n`, seen: [] })
  })
})

describe('intention create sends what the file is decoded to', () => {
  const rest =
    '"Precedence":0,"CreatedAt":"0001-01-01T00:00:00Z","UpdatedAt":"0001-01-01T00:00:00Z","CreateIndex":0,"ModifyIndex":0'
  test.each([
    [
      'null',
      ' =>  ()',
      `{"SourceNS":"","SourceName":"","DestinationNS":"","DestinationName":"","SourceType":"",${rest}}`,
    ],
    [
      '{"sourcename":"a","DESTINATIONNAME":"b","Foo":1,"Action":"deny","Meta":{}} x',
      'a => b (deny)',
      `{"SourceNS":"","SourceName":"a","DestinationNS":"","DestinationName":"b","SourceType":"","Action":"deny",${rest}}`,
    ],
    [
      '{"SourceName":null,"SourceNS":"n","Hash":"aGFs","Precedence":0}',
      'n/ =>  ()',
      `{"SourceNS":"n","SourceName":"","DestinationNS":"","DestinationName":"","SourceType":"",${rest.replace('"CreateIndex"', '"Hash":"aGFs","CreateIndex"')}}`,
    ],
  ])('%s', async (text, shown, body) => {
    const { stdout, seen } = await create(text)
    expect(stdout).toBe(`Created: ${shown}\n`)
    expect(seen.map(request => JSON.parse(request.body) as unknown)).toEqual([JSON.parse(body)])
  })
})
