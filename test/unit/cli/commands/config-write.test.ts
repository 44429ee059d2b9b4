import { describe, expect, test } from 'vitest'
import { runCommand } from './run.ts'

const FAILED = 'Failed to decode config entry input: '
const ENTRY = 'Kind = "service-defaults"\n'

const write = async (stdin: string, answers?: Parameters<typeof runCommand>[1]) =>
  runCommand(['config', 'write', '-'], answers, { stdin })

describe('config write says twice that it fails where the syntax of its file is wrong', () => {
  test.each([
    [`${ENTRY}Meta {\n a = "b"\n`, 'At 4:2: object expected closing RBRACE got: EOF'],
    ['Kind=null', 'At 1:6: Unknown token: 1:6 IDENT null'],
    [`${ENTRY}Name = 08`, 'strconv.ParseInt: parsing "08": invalid syntax'],
    ['\uFEFF{}', 'At 1:1: illegal char'],
    ['[]', 'At 1:1: expected: IDENT | STRING | ASSIGN | LBRACE got: LBRACK'],
    ['{"Kind":"mesh",}', "invalid character '}' looking for beginning of object key string"],
    ['\t{"Kind":"mesh"', 'unexpected end of JSON input'],
    ['{"Kind":"mesh"} x', "invalid character 'x' after top-level value"],
    ['\u00A0{}', "invalid character 'Â' looking for beginning of value"],
  ])('%j', async (text, problem) => {
    expect(await write(text)).toMatchObject({ code: 1, stderr: `${FAILED}${FAILED}${problem}\n`, seen: [] })
  })

  test.each([
    ['{"Kind":null,"Name":"x"}', 'Kind value in payload is not a string'],
    ['{}', 'Payload does not contain a kind/Kind key at the top level'],
  ])('and once what it says is wrong: %j', async (text, problem) => {
    expect(await write(text)).toMatchObject({ code: 1, stderr: `${FAILED}${problem}\n`, seen: [] })
  })
})

test.each([
  ['5', '5'],
  ['true', '1'],
  ['1.5', '1.5'],
  ['["a"]', 'a'],
])('config write calls an entry by the name that it has when it is decoded: %s', async (given, name) => {
  const { stdout } = await write(`${ENTRY}Name = ${given}`, (_, response) => response.end('true'))
  expect(stdout).toBe(`Config entry written: service-defaults/${name}\n`)
})

test.each([
  ['Meta = 5', 'Meta', 'int'],
  ['meta = 5.0', 'Meta', 'float64'],
  ['Meta = [5]', 'Meta', 'int'],
  ['upstream_config { overrides = 5 }', 'UpstreamConfig.Overrides[0]', 'int'],
  ['UpstreamConfig { Overrides = [{}, 5] }', 'UpstreamConfig.Overrides[1]', 'int'],
])('config write tells whole numbers of HCL from others: %s', async (text, path, type) => {
  const body = (what: string): string => `1 error(s) decoding:\n\n* '${path}' expected a map, got '${what}'`
  const { stderr } = await write(`${ENTRY}${text}`, (_, response) => {
    response.statusCode = 400
    response.end(`Request decoding failed: ${body('float64')}`)
  })
  expect(stderr).toBe(`${FAILED}${body(type)}\n`)
})
