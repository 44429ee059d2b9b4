import { withAgents } from '../lib/agents.mjs'
import { instances } from '../lib/catalog.mjs'
import { ask, askAll } from '../lib/connection.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { answerRow, startLoad } from '../lib/load.mjs'

/** So many different requests a turn that none is asked twice, on a fast machine, too. */
const REQUESTS = 20_000
const CHECKED_NODES = 400
const CHECKS_A_NODE = 5

const query = filter => `filter=${encodeURIComponent(filter)}`

/** `filter(n)` is another one for each number, and keeps as many rows as any other; `kept`: how many. */
const cases = [
  {
    work: 'filter: 150 instances by metadata',
    path: n => `/v1/health/service/web?${query(`Service.Meta.version == "1.2.3" and Service.ID != "never-${n}"`)}`,
    kept: 150,
    atLeast: 2,
  },
  {
    work: 'filter: none of 150 instances by metadata',
    path: n => `/v1/health/service/web?${query(`Service.Meta.version == "never-${n}"`)}`,
    kept: 0,
    atLeast: 2,
  },
  {
    work: 'filter: catalog/nodes of 500 by an expression',
    path: n => `/v1/catalog/nodes?${query(`Node matches "^web-node-1.*" and Node != "never-${n}"`)}`,
    kept: 62,
    atLeast: 1.25,
  },
  {
    work: 'filter: health/state/any of 3,000 checks',
    path: n => `/v1/health/state/any?${query(`Status == "critical" or CheckID == "never-${n}"`)}`,
    kept: 0,
    atLeast: 1.67,
  },
  {
    work: 'filter: catalog/services of 351',
    path: n => `/v1/catalog/services?${query(`ServiceName == "web" or ServiceName == "never-${n}"`)}`,
    kept: 1,
    atLeast: 1.67,
  },
  {
    work: 'filter: node-services',
    path: n => `/v1/catalog/node-services/web-node-1?${query(`Service == "web" or Service == "never-${n}"`)}`,
    kept: 2,
    atLeast: 1.67,
  },
  {
    work: 'health of 150, other parameters each time',
    path: n => `/v1/health/service/web?near=_agent&passing&never=${n}`,
    kept: 150,
    atLeast: 6,
  },
]

function moreChecks(node) {
  const Checks = Array.from({ length: CHECKS_A_NODE }, (_, i) => ({
    CheckID: `more-${i}`,
    Name: `Check ${i}`,
    Status: 'passing',
    Output: 'ok',
  }))
  return ['PUT', '/v1/catalog/register', { Node: node, Address: '10.9.9.9', SkipNodeUpdate: true, Checks }]
}

async function fill({ http }) {
  const others = Array.from({ length: 350 }, (_, i) => instances(`other-${i}`, 1)).flat()
  await askAll(http, [...instances('web', 150), ...others])
  const nodes = [
    ...Array.from({ length: 150 }, (_, i) => `web-node-${i + 1}`),
    ...Array.from({ length: 350 }, (_, i) => `other-${i}-node-1`),
  ]
  await askAll(http, nodes.slice(0, CHECKED_NODES).map(moreChecks))
}

/** Throws unless so many rows come back. */
function verify({ work, kept }, body) {
  const got = Object.values(JSON.parse(body)).length
  if (got !== kept) throw new Error(`Failed to measure ${work}: ${got} rows instead of ${kept}.`)
}

export default {
  name: 'cold',
  about: 'one connection, and every request one that nobody asked before: no answer is cached, no filter compiled',
  async run({ programs, generator, wants, progress, ...how }) {
    const wanted = cases.filter(({ work }) => wants(work))
    const load = startLoad(generator)
    let asked = 0
    try {
      return await withAgents(programs, async agents => {
        for (const agent of Object.values(agents)) await fill(agent)
        const rows = []
        for (const one of wanted) {
          progress(one.work)
          for (const { http } of Object.values(agents)) verify(one, (await ask(http, 'GET', one.path(++asked))).body)
          const fresh = () => Array.from({ length: REQUESTS }, () => requestBytes('GET', one.path(++asked)))
          const goals = [{ of: 'consul', atLeast: one.atLeast }]
          rows.push(await answerRow(one.work, agents, fresh, { ...how, load, goals }))
        }
        return rows
      })
    } finally {
      await load.stop()
    }
  },
}
