import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { httpAgent } from '../../../support/http.ts'
import { runCommand } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'resource-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string): void => writeFileSync(join(folder, name), text)
file(
  'artist.hcl',
  'ID {\n Type = gvk("demo.v2.Artist")\n Name = "x"\n Tenancy {\n Namespace = "default"\n }\n}\nData {\n}\n',
)
file('named.hcl', 'ID {\n Type = gvk("demo.v2.Artist")\n Name = "x"\n}\nData {\n Name = "n"\n}\n')
file('unknown.hcl', 'ID {\n Type = gvk("foo.v2.Bar")\n Name = "x"\n}\n')
file('untyped.hcl', 'Data {\n Name = "n"\n}\n')
file('album.json', '{"id":{"type":{"group":"demo","groupVersion":"v2","kind":"Album"},"name":"x"}}')

/** Runs a line against an agent. */
function run(line: string): ReturnType<typeof runCommand> {
  const agent = httpAgent()
  return runCommand(
    ['resource', ...line.split(' ')],
    ({ line, body }, response) => {
      const [method = '', url = ''] = line.split(' ')
      void agent.send(method, url, method === 'PUT' ? body : undefined).then(({ status, text }) => {
        response.writeHead(status).end(text)
      })
    },
    { cwd: folder },
  )
}

const refused = 'Unexpected response code'
const bad = 'Incorrect argument format'
const unreadable = 'Failed to decode resource from input file: '

describe('Commands about resources', () => {
  it.each([
    ['list demo.v1.Concept', '{\n    "resources": []\n}\n'],
    ['list -f artist.hcl', '{\n    "resources": []\n}\n'],
    ['list demo.v1.Concept -namespace=x', '{\n    "resources": []\n}\n'],
    ['list demo.v1.Concept -stale a', '{\n    "resources": []\n}\n'],
    ['list -f artist.hcl a b', '{\n    "resources": []\n}\n'],
    ['delete concept Zz', 'demo.v1.Concept/Zz deleted\n'],
    ['delete concept Zz -stale a', 'demo.v1.Concept/Zz deleted\n'],
    ['delete -f album.json', 'demo.v2.Album/x deleted\n'],
  ])('`%s` prints what an agent without resources answers', async (line, stdout) => {
    expect(await run(line)).toMatchObject({ code: 0, stdout, stderr: '' })
  })

  it.each([
    ['list', `${bad}: Must include resource type argument`],
    ['list demo.v2', `${bad}: Must include resource type argument in group.version.kind format`],
    ['list demo.v1.Concept a', `${bad}: Must include flag arguments after resource type`],
    [
      'list demo.v1.Concept -f artist.hcl',
      `${bad}: File argument is not needed when resource information is provided with the command`,
    ],
    ['list a -f=none.hcl', `${bad}: Must include resource type argument in group.version.kind format`],
    ['list a -wrong', `${bad}: Must include resource type argument in group.version.kind format`],
    [
      'list demo.v1.Concept -token-file=none',
      'Error connect to Consul agent: Error loading token file none : open none: no such file or directory',
    ],
    ['list foo.v1.Bar', `Error reading resources for type foo.v1.Bar: ${refused}: 404 (404 page not found)`],
    ['read demo', `${bad}: Must specify two arguments: resource type and resource name`],
    ['read concept -stale', `${bad}: Must provide resource name right after type`],
    ['read a - x', `${bad}: Must provide resource name right after type`],
    [
      'delete -http-addr=127.0.0.1:1 demo.v2.Artist',
      `${bad}: Must provide resource type argument with either in group.version.kind format or its shorthand name`,
    ],
    [
      'read -stale demo.v2.Artist x',
      `${bad}: The shorthand name does not map to any existing resource type, please check \`consul api-resources\``,
    ],
    [
      'read zz x -wrong',
      `${bad}: The shorthand name does not map to any existing resource type, please check \`consul api-resources\``,
    ],
    [
      'read concept x -f=artist.hcl',
      `${bad}: File argument is not needed when resource information is provided with the command`,
    ],
    [
      'read demo.v2 x',
      `${bad}: Must provide resource type argument with either in group.version.kind format or its shorthand name`,
    ],
    [
      'read album x',
      `${bad}: The shorthand name has conflicts [demo.v1.Album demo.v2.Album], please use the full name`,
    ],
    [
      'read nothing x',
      `${bad}: The shorthand name does not map to any existing resource type, please check \`consul api-resources\``,
    ],
    [
      'read demo.v2.Artist x',
      `Error reading resource demo.v2.Artist/x: ${refused}: 404 (rpc error: code = NotFound desc = resource not found)`,
    ],
    [
      'read demo.v2.Artist x -namespace=y',
      `Error reading resource demo.v2.Artist/x: ${refused}: 404 (rpc error: code = NotFound desc = namespace not found: y)`,
    ],
    ['apply', `${bad}: Must provide exactly one positional argument to specify the resource to write`],
    [
      'apply artist.hcl',
      `Error writing resource demo.v2.Artist/x: ${refused}: 400 (rpc error: code = InvalidArgument desc = artist.name required)`,
    ],
    [
      'apply named.hcl',
      `Error writing resource demo.v2.Artist/x: ${refused}: 501 (miniconsul does not implement /api/demo/v2/artist/x: resources of the second API are not stored.)`,
    ],
    [
      'apply none.hcl',
      `${unreadable}Failed to load data: Failed to read file: open none.hcl: no such file or directory`,
    ],
    [
      'apply unknown.hcl',
      `${unreadable}Failed to decode resource from input: error getting type for Any field: unknown resource type: foo.v2.Bar`,
    ],
    [
      'read -f untyped.hcl',
      `${unreadable}Failed to decode resource from input: error getting type for Any field: ID.Type is nil`,
    ],
  ])('`%s` is refused', async (line, stderr) => {
    expect(await run(line)).toMatchObject({ code: 1, stdout: '', stderr: `${stderr}\n` })
  })

  it('write one with the flags of the agent alone', async () => {
    const { code, stderr } = await run('apply -stale artist.hcl')
    expect([code, stderr.split('\n')[0]]).toEqual([1, 'flag provided but not defined: -stale'])
  })
})
