import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { withAgents } from '../lib/agents.mjs'
import { instances } from '../lib/catalog.mjs'
import { temporaryFolder } from '../lib/children.mjs'
import { askAll } from '../lib/connection.mjs'
import { requestBytes } from '../lib/http-message.mjs'
import { answerRow, startLoad } from '../lib/load.mjs'

const CONNECTIONS = 32
const VALUE = 'v'.repeat(100)
const GOALS = [{ of: 'consul', atLeast: 1.5 }]

const cases = [
  { work: 'GET of one key', path: '/v1/kv/one/key' },
  { work: 'health/service, 10 instances', path: '/v1/health/service/web' },
]

/** The agents' `tls` block, with a certificate made by the command. */
function certificates([command, args]) {
  const cwd = temporaryFolder()
  for (const words of ['ca create', 'cert create -server']) {
    execFileSync(command, [...args, 'tls', ...words.split(' ')], { cwd, stdio: 'ignore' })
  }
  const file = name => join(cwd, `dc1-server-consul-0${name}.pem`)
  return { https: { cert_file: file(''), key_file: file('-key') } }
}

export default {
  name: 'https',
  about: `${CONNECTIONS} persistent connections over TLS`,
  async run({ programs, wants, progress, ...how }) {
    const load = startLoad('http-load.mjs')
    try {
      return await withAgents(
        programs,
        async agents => {
          for (const { http } of Object.values(agents)) {
            await askAll(http, [['PUT', '/v1/kv/one/key', VALUE], ...instances('web', 10)])
          }
          const rows = []
          for (const { work, path } of cases.filter(one => wants(one.work))) {
            progress(work)
            const over = { ...how, load, connections: CONNECTIONS, tls: true }
            rows.push(await answerRow(work, agents, [requestBytes('GET', path)], { ...over, goals: GOALS }))
          }
          return rows
        },
        { extra: { tls: certificates(programs.miniconsul) } },
      )
    } finally {
      await load.stop()
    }
  },
}
