import { withAgents } from '../lib/agents.mjs'
import { Connection } from '../lib/connection.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { answerRow, startLoad } from '../lib/load.mjs'

const SERVICES = 500
const name = i => `service-${i}`

/** A router that leads to all services, and as many intentions. */
const entries = [
  { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http' } },
  ...Array.from({ length: SERVICES }, (_, i) => ({
    Kind: 'service-resolver',
    Name: name(i),
    ConnectTimeout: `${i + 1}s`,
  })),
  {
    Kind: 'service-router',
    Name: 'all',
    Routes: Array.from({ length: SERVICES }, (_, i) => ({
      Match: { HTTP: { PathPrefix: `/${i}` } },
      Destination: { Service: name(i) },
    })),
  },
  ...Array.from({ length: SERVICES }, (_, i) => ({
    Kind: 'service-intentions',
    Name: name(i),
    Sources: [{ Name: name((i + 1) % SERVICES), Action: 'allow' }],
  })),
]

/** A read of the chain behind each of a row of changes: one answer in two is a write's. */
function afterChangesOf(resolver) {
  const changes = Array.from({ length: 50 }, (_, i) => ({
    Kind: 'service-resolver',
    Name: resolver,
    ConnectTimeout: `${i + 1}s`,
  }))
  return changes.flatMap(entry => [
    requestBytes('PUT', '/v1/config', JSON.stringify(entry)),
    requestBytes('GET', '/v1/discovery-chain/all'),
  ])
}

const goals = [{ of: 'consul', atLeast: 3 }]
/** What is compiled for those who give overrides is not cached. */
const overrides = Array.from({ length: 200 }, (_, i) => JSON.stringify({ OverrideConnectTimeout: `${i + 1}ms` }))
/** A change of an entry that the chain does not depend on leaves it compiled; after one that it depends on it is compiled twice, to judge the write and to answer. */
const cases = [
  {
    work: `chain of ${SERVICES} services, compiled`,
    method: 'POST',
    path: '/v1/discovery-chain/all',
    bodies: overrides,
  },
  { work: `chain of ${SERVICES} services, unchanged`, method: 'GET', path: '/v1/discovery-chain/all' },
  { work: 'the same, each after a change of another entry', requests: afterChangesOf('elsewhere') },
  { work: 'the same, each after a change of an entry of the chain', requests: afterChangesOf(name(7)) },
  {
    work: `match among ${SERVICES} intentions`,
    method: 'GET',
    path: `/v1/connect/intentions/match?by=source&name=${name(7)}`,
  },
  {
    work: `check among ${SERVICES} intentions`,
    method: 'GET',
    path: `/v1/connect/intentions/check?source=${name(8)}&destination=${name(7)}`,
  },
]

export default {
  name: 'mesh',
  about: `one connection; a router to ${SERVICES} services, and ${SERVICES} service-intentions`,
  async run({ programs, generator, wants, progress, ...how }) {
    const load = startLoad(generator)
    try {
      return await withAgents(programs, async agents => {
        for (const { http } of Object.values(agents)) await fill(http)
        const rows = []
        for (const { work, method, path, bodies = [undefined], requests: given } of cases.filter(one =>
          wants(one.work),
        )) {
          progress(work)
          const requests = given ?? bodies.map(body => requestBytes(method, path, body))
          rows.push(await answerRow(work, agents, requests, { ...how, load, goals }))
        }
        return rows
      })
    } finally {
      await load.stop()
    }
  },
}

/** One after the other: the protocol comes first. */
async function fill(port) {
  const connection = await Connection.open(port)
  try {
    for (const entry of entries) await connection.ask('PUT', '/v1/config', entry)
  } finally {
    connection.close()
  }
}
