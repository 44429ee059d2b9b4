import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { put, startAgent, type Agent } from '../support/e2e/agent.ts'
import { run } from '../support/e2e/programs.ts'
import { requireTool } from '../support/e2e/tools.ts'

let dig: string
let agent: Agent

beforeAll(async () => {
  dig = requireTool('dig', 'apt-get install dnsutils')
  agent = await startAgent({ node_meta: { rack: 'r1' } })
  await put(agent, '/v1/agent/service/register', { Name: 'web', Port: 8080, Tags: ['v1'] })
  for (let i = 1; i <= 50; i += 1) {
    const Service = { ID: `many-${i}`, Service: 'many', Port: 9000 + i }
    await put(agent, '/v1/catalog/register', { Node: `many-${i}`, Address: `127.0.1.${i}`, Service })
  }
})
afterAll(() => agent?.stop())

/** What a person types after `dig @127.0.0.1 -p PORT`. */
async function ask(...question: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run(dig, ['@127.0.0.1', '-p', String(agent.dns), '+tries=1', ...question])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).not.toMatch(/connection timed out|malformed|communications error|extra bytes|Warning/)
  return stdout.trimEnd().split('\n')
}

/** The records of a section, fields apart by one blank. */
function section(name: 'ANSWER' | 'AUTHORITY' | 'ADDITIONAL', lines: readonly string[]): string[] {
  const start = lines.indexOf(`;; ${name} SECTION:`)
  if (start === -1) return []
  const end = lines.findIndex((line, i) => i > start && line === '')
  return lines.slice(start + 1, end).map(line => line.replace(/\s+/g, ' '))
}

const header = (lines: readonly string[]): string => lines.slice(0, 8).join('\n')

describe('a node', () => {
  test('has its address', async () => {
    const lines = await ask('node1.node.consul')
    expect(header(lines)).toContain('status: NOERROR')
    expect(header(lines)).toContain('flags: qr aa rd; QUERY: 1, ANSWER: 1')
    expect(header(lines)).toContain('recursion requested but not available')
    expect(section('ANSWER', lines)).toEqual(['node1.node.consul. 0 IN A 127.0.0.1'])
  })

  test('in its datacenter', async () => {
    expect(await ask('+short', 'node1.node.dc1.consul')).toEqual(['127.0.0.1'])
  })

  test('whatever the case', async () => {
    expect(section('ANSWER', await ask('NODE1.Node.Consul'))).toEqual(['NODE1.Node.Consul. 0 IN A 127.0.0.1'])
  })

  test('tells its metadata as TXT', async () => {
    expect(await ask('+short', 'TXT', 'node1.node.consul')).toContain('"rack=r1"')
  })

  test('has its name under its address', async () => {
    expect(await ask('+short', '-x', '127.0.0.1')).toEqual(['node1.node.dc1.consul.'])
  })

  test('over TCP', async () => {
    expect(await ask('+tcp', '+short', 'node1.node.consul')).toEqual(['127.0.0.1'])
  })

  test('that is not there', async () => {
    const lines = await ask('nobody.node.consul')
    expect(header(lines)).toContain('status: NXDOMAIN')
    expect(section('ANSWER', lines)).toEqual([])
    expect(section('AUTHORITY', lines)[0]).toMatch(
      /^consul\. 0 IN SOA ns\.consul\. hostmaster\.consul\. \d+ 3600 600 86400 0$/,
    )
  })
})

describe('a service', () => {
  const target = '1 1 8080 node1.node.dc1.consul.'

  test('has the addresses of its instances', async () => {
    expect(await ask('+short', 'web.service.consul')).toEqual(['127.0.0.1'])
  })

  test('and their ports', async () => {
    const lines = await ask('SRV', 'web.service.consul')
    expect(section('ANSWER', lines)).toEqual([`web.service.consul. 0 IN SRV ${target}`])
    expect(section('ADDITIONAL', lines)).toContain('node1.node.dc1.consul. 0 IN A 127.0.0.1')
  })

  test.each(['_web._tcp.service.consul', '_web._v1.service.consul', 'v1.web.service.consul', 'web.service.dc1.consul'])(
    'as %s',
    async name => {
      expect(await ask('+short', name, 'SRV')).toEqual([target])
    },
  )

  test('without such a tag', async () => {
    expect(header(await ask('v2.web.service.consul'))).toContain('status: NXDOMAIN')
  })

  test('with many instances: three of them without EDNS', async () => {
    const lines = await ask('+noedns', 'many.service.consul')
    expect(section('ANSWER', lines)).toHaveLength(3)
    expect(header(lines)).not.toContain(' tc')
  })

  test('with many instances: all of them with EDNS, or over TCP', async () => {
    const all = Array.from({ length: 50 }, (_, i) => `127.0.1.${i + 1}`).sort()
    expect((await ask('+bufsize=4096', '+short', 'many.service.consul')).sort()).toEqual(all)
    expect((await ask('+tcp', '+short', 'many.service.consul')).sort()).toEqual(all)
  })

  test('with many instances: SRV over TCP', async () => {
    const lines = await ask('+tcp', 'many.service.consul', 'SRV')
    expect(section('ANSWER', lines)).toHaveLength(50)
    expect(section('ADDITIONAL', lines).filter(line => line.includes(' IN A '))).toHaveLength(50)
  })

  test('leaves out the instances that fail', async () => {
    await put(agent, '/v1/agent/check/register', {
      Name: 'alive',
      ID: 'alive',
      ServiceID: 'web',
      TTL: '1h',
      Status: 'critical',
    })
    expect(header(await ask('web.service.consul'))).toContain('status: NXDOMAIN')
    await put(agent, '/v1/agent/check/pass/alive')
    expect(await ask('+short', 'web.service.consul')).toEqual(['127.0.0.1'])
  })
})

test('a name of another domain is refused', async () => {
  expect(header(await ask('example.com'))).toContain('status: REFUSED')
})

test('the domain has a start of authority', async () => {
  expect((await ask('+short', 'SOA', 'consul'))[0]).toMatch(/^ns\.consul\. hostmaster\.consul\. \d+ 3600 600 86400 0$/)
})
