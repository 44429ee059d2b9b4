import { describe, expect, test } from 'vitest'
import { runCommand } from './run.ts'

const yes = (_: unknown, response: { end(text: string): unknown }): void => void response.end('true')

/** What the official client sends for the same command line. */
const REQUESTS: readonly (readonly [line: string, ...requests: string[]])[] = [
  ['kv put a/b x', 'PUT /v1/kv/a/b x'],
  ['kv put -cas -flags=5 -modify-index=3 a/b x', 'PUT /v1/kv/a/b?cas=3&flags=5 x'],
  ['kv put -cas -release -session=x a/b x', 'PUT /v1/kv/a/b?cas=0 x'],
  ['kv put -acquire -session=x a/b x', 'PUT /v1/kv/a/b?acquire=x x'],
  ['kv put -release -session=x a/b', 'PUT /v1/kv/a/b?release=x '],
  ['kv put -modify-index=3 -session=x a/b x', 'PUT /v1/kv/a/b x'],
  ['kv delete -recurse zz', 'DELETE /v1/kv/zz?recurse= '],
  ['kv delete -cas -modify-index=4 zz', 'DELETE /v1/kv/zz?cas=4 '],
  ['kv delete /zz', 'DELETE /v1/kv/zz '],
  ['kv import -prefix=pp [{"key":"e","value":"eA==","flags":4}]', 'PUT /v1/kv/pp/e?flags=4 x'],
  ['kv import [{"key":"e","value":"eA==","namespace":"n","partition":"p"}]', 'PUT /v1/kv/e?ns=n x'],
  ['force-leave -prune -wan a.b', 'PUT /v1/agent/force-leave/a.b?prune=1&wan=1 '],
  ['join -wan 127.0.0.1:1', 'PUT /v1/agent/join/127.0.0.1:1?wan=1 '],
  ['reload', 'PUT /v1/agent/reload '],
  ['leave', 'PUT /v1/agent/leave '],
  ['maint -enable -reason=why', 'PUT /v1/agent/maintenance?enable=true&reason=why '],
  ['maint -enable -service=web', 'PUT /v1/agent/service/maintenance/web?enable=true&reason= '],
  ['maint -disable', 'PUT /v1/agent/maintenance?enable=false '],
  ['keyring -install=x', 'POST /v1/operator/keyring {"Key":"x"}\n'],
  ['keyring -use=x -relay-factor=3', 'PUT /v1/operator/keyring?relay-factor=3 {"Key":"x"}\n'],
  ['keyring -remove=x', 'DELETE /v1/operator/keyring {"Key":"x"}\n'],
  ['services deregister -id=x', 'PUT /v1/agent/service/deregister/x '],
  ['operator raft remove-peer -id=x', 'DELETE /v1/operator/raft/peer?id=x '],
  ['operator raft remove-peer -address=x', 'DELETE /v1/operator/raft/peer?address=x '],
  ['config delete -kind=mesh -name=mesh -cas -modify-index=3', 'DELETE /v1/config/mesh/mesh?cas=3 '],
]

describe('writes', () => {
  test.each(REQUESTS.map(([line, ...requests]) => [line, requests] as const))('%s', async (line, requests) => {
    const { code, seen } = await runCommand(line.split(' '), yes)
    expect(code).toBe(0)
    expect(seen.map(({ line, body }) => `${line} ${body}`)).toEqual(requests)
  })

  test('reads', async () => {
    const lines = async (line: string) => (await runCommand(line.split(' '), (_, response) => response.end('[]'))).lines
    expect(await lines('kv get -keys a')).toEqual(['GET /v1/kv/a?keys=&separator=%2F'])
    expect(await lines('kv get -keys -separator= a')).toEqual(['GET /v1/kv/a?keys='])
    expect(await lines('kv get -recurse -keys a')).toEqual(['GET /v1/kv/a?keys='])
    expect(await lines('kv get -recurse -stale a')).toEqual(['GET /v1/kv/a?recurse=&stale='])
    expect(await lines('kv export')).toEqual(['GET /v1/kv/?recurse='])
    expect(await lines('members')).toEqual(['GET /v1/agent/members?segment=_all'])
    expect(await lines('members -wan -filter=x')).toEqual(['GET /v1/agent/members?filter=x&segment=_all&wan=1'])
    expect(await lines('keyring -list -local-only')).toEqual(['GET /v1/operator/keyring?local-only=true'])
    expect(await lines('catalog nodes -near _agent -node-meta a=b -node-meta c=d')).toEqual([
      'GET /v1/catalog/nodes?near=_agent&node-meta=a%3Ab&node-meta=c%3Ad',
    ])
    expect(await lines('catalog nodes -service web')).toEqual(['GET /v1/catalog/service/web'])
  })
})

describe('services register', () => {
  test('a service that flags describe', async () => {
    const flags = [
      ...['-name=x', '-id=y', '-port=1', '-address=z', '-tag=t', '-tag=u', '-meta=a=b=c', '-kind=typical'],
      ...['-socket=s', '-tagged-address=lan=1.2.3.4:5', '-tagged-address=v6=[::1]:6'],
    ]
    const { seen, stdout } = await runCommand(['services', 'register', ...flags], yes)
    expect(stdout).toBe('Registered service: x\n')
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      Kind: 'typical',
      ID: 'y',
      Name: 'x',
      Tags: ['t', 'u'],
      Port: 1,
      Address: 'z',
      SocketPath: 's',
      TaggedAddresses: { lan: { Address: '1.2.3.4', Port: 5 }, v6: { Address: '::1', Port: 6 } },
      Meta: { a: 'b=c' },
    })
  })
})
