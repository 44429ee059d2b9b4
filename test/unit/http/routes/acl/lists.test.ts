import fc from 'fast-check'
import { expect, it } from 'vitest'
import { agentSource } from '../../../../../src/dns/agent-source.ts'
import { NoAnswer } from '../../../../../src/dns/source.ts'
import { lists, names, type Probe, seen, setUp, TOKEN } from '../../../../support/acl/lists.ts'
import { aclAgent } from './acl-agent.ts'

const level = fc.constantFrom('read', 'write', 'deny')
const kinds = ['key', 'service', 'node', 'session', 'event', 'query', 'agent'] as const
const named = fc
  .tuple(fc.constantFrom(...kinds), fc.boolean(), fc.constantFrom(...names), level, fc.option(level))
  .map(([kind, prefix, name, policy, intentions]) => {
    const more = kind === 'service' && intentions !== null ? ` intentions = "${intentions}"` : ''
    return `${kind}${prefix ? '_prefix' : ''} "${name}" { policy = "${policy}"${more} }`
  })
const global = fc
  .tuple(fc.constantFrom('acl', 'operator', 'keyring', 'mesh', 'peering'), level)
  .map(([kind, policy]) => `${kind} = "${policy}"`)
const rules = fc
  .tuple(
    fc.array(named, { maxLength: 6 }),
    fc.uniqueArray(global, { maxLength: 2, selector: rule => rule.slice(0, 3) }),
  )
  .map(([some, others]) => [...some, ...others].join('\n'))

it(
  'every list shows what single reads allow, for any rules, and says when it left something out',
  { timeout: 120_000 },
  async () => {
    const { agent, as, root } = aclAgent()
    const policy = await setUp(root, agent)
    const whole = new Map<string, readonly string[]>()
    for (const { list, rowsOf } of lists) whole.set(list, rowsOf((await root('GET', list)).json))
    for (const [list, rows] of whole) expect([list, rows.length > 0]).toEqual([list, true])
    await fc.assert(
      fc.asyncProperty(rules, async Rules => {
        await root('PUT', `/v1/acl/policy/${policy}`, { Name: 'changing', Rules })
        const probe: Probe = { ask: path => as(TOKEN)('GET', path), rights: agent.acl.resolve(TOKEN) }
        for (const { list, rowsOf, single } of lists) {
          const all = whole.get(list) ?? []
          const answer = await probe.ask(list)
          const allowed: string[] = []
          for (const row of all) if (await single(row, probe)) allowed.push(row)
          // a list that is refused as a whole shows nothing
          const shown = answer.status === 200 ? rowsOf(answer.json) : []
          expect([list, shown]).toEqual([list, allowed])
          if (answer.status === 200 && answer.headers['x-consul-results-filtered-by-acls'] === undefined) {
            expect([list, shown]).toEqual([list, all])
          }
        }
      }),
      // services that may be seen on nodes that may not
      { numRuns: 20, examples: [['service_prefix "" { policy = "read" }']] },
    )
  },
)

it('DNS answers what reads over HTTP allow, for any rules', { timeout: 120_000 }, async () => {
  const { agent, as, root } = aclAgent()
  const policy = await setUp(root, agent)
  agent.setToken('dns', TOKEN)
  const source = agentSource(agent)
  const refused = (ask: () => unknown): boolean => {
    try {
      ask()
      return false
    } catch (error) {
      if (error instanceof NoAnswer) return true
      throw error
    }
  }
  await fc.assert(
    fc.asyncProperty(rules, async Rules => {
      await root('PUT', `/v1/acl/policy/${policy}`, { Name: 'changing', Rules })
      const probe: Probe = { ask: path => as(TOKEN)('GET', path), rights: agent.acl.resolve(TOKEN) }
      const { rights } = probe
      for (const node of ['n1', 'n2']) {
        expect(source.node(node) !== undefined).toBe(await seen.node(node, probe))
        expect(source.nodeByAddress(`10.0.0.${node.slice(1)}`) !== undefined).toBe(rights.allows('node', 'read', node))
      }
      for (const name of ['web', 'db']) {
        const found = source.service(name, undefined).map(({ node }) => node.name)
        expect(found).toEqual(
          ((await probe.ask(`/v1/health/service/${name}`)).json as { Node: { Node: string } }[]).map(
            row => row.Node.Node,
          ),
        )
        const mayRead = rights.allows('service', 'read', name)
        for (const ask of [source.connect, source.ingress, source.virtual])
          expect(refused(() => ask(name))).toBe(!mayRead)
      }
      const byAddress = source.serviceByAddress('10.9.9.9') !== undefined
      expect(byAddress).toBe(rights.allows('service', 'read', 'web') && rights.allows('node', 'read', 'n2'))
      const query = source.query('q', undefined)
      const executed = await probe.ask('/v1/query/q/execute')
      expect(query?.instances.length).toBe((executed.json as { Nodes: unknown[] }).Nodes.length)
    }),
    { numRuns: 20 },
  )
})
