import { spawnAgent, whenLeader } from '../lib/agents.mjs'
import { instances } from '../lib/catalog.mjs'
import { ask, askAll } from '../lib/connection.mjs'
import { dnsQuery, TYPE } from '../lib/dns-message.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { rateRow, startLoad } from '../lib/load.mjs'
import { alternate } from '../lib/rounds.mjs'

const CONNECTIONS = 32
const IN_FLIGHT = 32
const VARIANTS = 256
const POLICIES = 10
const VALUE = 'v'.repeat(100)

const ROOT = 'aaaaaaaa-0000-0000-0000-000000000001'
const SECRET = 'bbbbbbbb-0000-0000-0000-000000000001'
const CONFIG = { acl: { enabled: true, default_policy: 'deny', tokens: { initial_management: ROOT, dns: SECRET } } }

/** With ACLs an answer may take a quarter longer; `ofConsul`: of the rate of a real agent with the same token. */
const goalsOf = ofConsul => [
  { of: 'without', atLeast: 0.8 },
  { of: 'consul', atLeast: ofConsul },
]

const httpCases = [
  { work: 'GET of one key', path: '/v1/kv/one/key', ofConsul: 3 },
  { work: 'health/service, 10 instances', path: '/v1/health/service/web', ofConsul: 6 },
  {
    work: 'PUT of one key',
    method: 'PUT',
    path: '/v1/kv/one/written',
    ofConsul: 3,
    bodies: Array.from({ length: VARIANTS }, (_, i) => `${i}${VALUE}`),
  },
]
const DNS_CASE = 'DNS, A, 10 instances'
const DNS_OF_CONSUL = 3

/** Ten policies of some rules each, the last of which allow what is asked. */
const policy = i => ({
  Name: `policy-${i}`,
  Rules: [
    ...Array.from({ length: 10 }, (_, k) => `key_prefix "team-${i}/part-${k}/" { policy = "write" }`),
    ...(i === POLICIES - 1
      ? [
          'key_prefix "one/" { policy = "write" }',
          'service "web" { policy = "read" }',
          'node_prefix "" { policy = "read" }',
        ]
      : [`service_prefix "team-${i}-" { policy = "write" }`]),
  ].join('\n'),
})

async function fill({ http }, token) {
  const query = token === '' ? '' : `?token=${token}`
  const requests = [['PUT', `/v1/kv/one/key`, VALUE], ...instances('web', 10)]
  if (token !== '') {
    const policies = Array.from({ length: POLICIES }, (_, i) => policy(i))
    await askAll(
      http,
      policies.map(one => ['PUT', `/v1/acl/policy${query}`, one]),
    )
    const links = policies.map(({ Name }) => ({ Name }))
    await ask(http, 'PUT', `/v1/acl/token${query}`, { SecretID: SECRET, Policies: links })
  }
  await askAll(
    http,
    requests.map(([method, path, body]) => [method, path + query, body]),
  )
}

export default {
  name: 'acl',
  about: `${CONNECTIONS} connections with a token of ${POLICIES} policies, and ${IN_FLIGHT} DNS queries under way; without: the same agent with ACLs off`,
  async run({ programs: { miniconsul: program, consul }, generator, rounds, legMs, warmMs, wants, progress }) {
    const [load, dnsLoad] = [startLoad(generator), startLoad('dns-load.mjs')]
    const targets = {
      miniconsul: { ...(await spawnAgent(program, 'dev', CONFIG)), token: SECRET },
      without: { ...(await spawnAgent(program)), token: '' },
      ...(consul && { consul: { ...(await spawnAgent(consul, 'dev', CONFIG)), token: SECRET } }),
    }
    try {
      for (const target of Object.values(targets)) {
        await whenLeader(target)
        await fill(target, target.token && ROOT)
      }
      const measure = async (work, ofConsul, run) => {
        const samples = await alternate(Object.keys(targets), rounds, name => run(targets[name]))
        return rateRow(work, samples, { goals: goalsOf(ofConsul) })
      }
      const rows = []
      for (const { work, method = 'GET', path, bodies = [undefined], ofConsul } of httpCases.filter(one =>
        wants(one.work),
      )) {
        progress(work)
        const run = ({ http: port, pid, token }) => {
          const requests = bodies.map(body => requestBytes(method, path, body, token))
          return load.run({ port, pid, connections: CONNECTIONS, requests, warmMs, ms: legMs })
        }
        rows.push(await measure(work, ofConsul, run))
      }
      if (wants(DNS_CASE)) {
        progress(DNS_CASE)
        const query = dnsQuery('web.service.consul', TYPE.A, 4096)
        const run = ({ dns: port, pid }) =>
          dnsLoad.run({ port, pid, connections: IN_FLIGHT, query, answers: 10, warmMs, ms: legMs })
        rows.push(await measure(DNS_CASE, DNS_OF_CONSUL, run))
      }
      return rows
    } finally {
      await Promise.all([load.stop(), dnsLoad.stop(), ...Object.values(targets).map(target => target.stop())])
    }
  },
}
