import { hostname } from 'node:os'
import type { Agent } from '../../../agent/agent.ts'
import type { TableName } from '../../../state/schema.ts'
import { demandAgent } from '../../../api/acl/local.ts'
import { refusal } from '../../../api/refusals.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#view-metrics */
export const agentMetricRoutes = [
  route(
    '/v1/agent/metrics',
    { GET: action(metrics) },
    { fidelity: 'partial', note: 'Gauges only, and few of them; Prometheus needs no setting.' },
  ),
  route(
    '/v1/agent/metrics/stream',
    {
      GET: action((req, agent) => {
        demandAgent(req.authorizer, agent, 'read')
        throw refusal.notBuilt(req.path, 'metrics are shown, not streamed.')
      }),
    },
    { fidelity: 'none', note: 'Metrics are shown, not streamed.' },
  ),
]

interface Gauge {
  /** Behind `consul.`. */
  readonly name: string
  readonly value: number
}

const TABLES: Readonly<Partial<Record<TableName, string>>> = {
  kv: 'state.kv_entries',
  nodes: 'state.nodes',
  services: 'state.service_instances',
}

function gauges(agent: Agent): readonly Gauge[] {
  const { heapUsed, heapTotal } = process.memoryUsage()
  const { view } = agent.store
  return [
    { name: 'autopilot.failure_tolerance', value: 0 },
    { name: 'autopilot.healthy', value: 1 },
    { name: 'raft.applied_index', value: agent.store.index },
    { name: 'raft.peers', value: 1 },
    { name: 'rpc.queries_blocking', value: agent.blocking.size },
    { name: 'runtime.alloc_bytes', value: heapUsed },
    { name: 'runtime.sys_bytes', value: heapTotal },
    ...Object.entries(TABLES).map(([table, name]) => ({ name, value: view.size(table as TableName) })),
  ]
}

function metrics(req: Request, agent: Agent): Reply {
  demandAgent(req.authorizer, agent, 'read')
  if (req.query.get('format') === 'prometheus') return agent.settings.prometheus ? prometheus(agent) : NO_PROMETHEUS
  return {
    json: {
      Timestamp: timestamp(agent.clock.now()),
      Gauges: gauges(agent).map(({ name, value }) => ({
        Name: `consul.${hostname()}.${name}`,
        Value: value,
        Labels: {},
      })),
      Points: [],
      Counters: [],
      Samples: [],
    },
  }
}

/** As in Consul this is a success without a body. */
const NO_PROMETHEUS: Reply = {
  headers: [['X-Consul-Reason', 'Prometheus is not enabled since its retention time is not positive']],
}

function prometheus(agent: Agent): Reply {
  const lines = gauges(agent).flatMap(({ name, value }) => {
    const full = `consul_${name.replaceAll('.', '_')}`
    return [`# HELP ${full} ${full}`, `# TYPE ${full} gauge`, `${full} ${value}`]
  })
  return { bytes: `${lines.join('\n')}\n`, contentType: 'text/plain; version=0.0.4; charset=utf-8' }
}

/** The end of the last interval of ten seconds, as Go prints times. */
function timestamp(now: number): string {
  const interval = 10_000
  const text = new Date(Math.floor(now / interval) * interval).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 19)} +0000 UTC`
}
