import { hostname } from 'node:os'
import type { Agent } from '../../../agent/agent.ts'
import { type Gauge, type Measured, METRICS_INTERVAL } from '../../../agent/metrics.ts'
import { isKept } from '../../../agent/metrics-filter.ts'
import { demandAgent } from '../../../api/acl/local.ts'
import type { Timer } from '../../../lib/clock.ts'
import type { TableName } from '../../../state/schema.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route, stream, type Stream } from '../../route.ts'
import { prometheusText } from './prometheus.ts'

const OURS =
  'Requests are counted and timed, tables and memory measured: what Raft, gossip and caches of Consul measure is not there.'

/** https://developer.hashicorp.com/consul/api-docs/agent#view-metrics */
export const agentMetricRoutes = [
  route(
    '/v1/agent/metrics',
    { GET: action(metrics, { ownEnterpriseCheck: true }) },
    { fidelity: 'partial', note: OURS },
  ),
  route('/v1/agent/metrics/stream', { GET: stream(streamed) }, { alwaysGzips: true, fidelity: 'partial', note: OURS }),
]

const TABLES: Readonly<Partial<Record<TableName, string>>> = {
  kv: 'state.kv_entries',
  nodes: 'state.nodes',
  services: 'state.service_instances',
}

function gauges(agent: Agent): readonly Gauge[] {
  const { heapUsed, heapTotal } = process.memoryUsage()
  const { store, settings } = agent
  const { hostname: withHost, filter, prefix } = settings.telemetry
  const host = withHost ? `${hostname()}.` : ''
  return [
    { name: 'autopilot.failure_tolerance', value: 0 },
    { name: 'autopilot.healthy', value: 1 },
    { name: 'raft.applied_index', value: store.index },
    { name: 'raft.peers', value: agent.datacenter.leadership.servers().length },
    { name: 'rpc.queries_blocking', value: agent.blocking.size },
    { name: 'runtime.alloc_bytes', value: heapUsed },
    { name: 'runtime.sys_bytes', value: heapTotal },
    { name: 'session_ttl.active', value: agent.sessionTtls.size },
    ...Object.entries(TABLES).map(([table, name]) => ({ name, value: store.view.size(table as TableName) })),
  ]
    .map(({ name, value }) => ({ name: host + name, value }))
    .filter(({ name }) => isKept(filter, `${prefix}.${name}`))
}

/** Those that the settings let through. */
function reported({ settings: { telemetry } }: Agent, all: readonly Measured[]): readonly Measured[] {
  return all.filter(({ series }) => isKept(telemetry.filter, `${telemetry.prefix}.${series.name}`))
}

function metrics(req: Request, agent: Agent): Reply {
  demandAgent(req.authorizer, agent, 'read')
  if (req.query.get('format') !== 'prometheus') return { json: interval(agent) }
  if (!agent.settings.telemetry.prometheus) return NO_PROMETHEUS
  const { prefix } = agent.settings.telemetry
  const { counters, samples } = agent.metrics.totals
  const measured = { counters: reported(agent, counters), samples: reported(agent, samples) }
  return {
    bytes: prometheusText(prefix, gauges(agent), measured),
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
  }
}

/** As in Consul this is a success without a body. */
const NO_PROMETHEUS: Reply = {
  headers: [['X-Consul-Reason', 'Prometheus is not enabled since its retention time is not positive']],
}

/** Each interval once it is over, one behind the other, indented in whatever mode. */
function streamed(req: Request, agent: Agent, out: Stream): void {
  demandAgent(req.authorizer, agent, 'read')
  const { clock } = agent
  let timer: Timer | undefined
  const later = (): void => {
    timer = clock.setTimeout(
      () => {
        out.write(`${JSON.stringify(interval(agent), null, 4)}\n`)
        later()
      },
      METRICS_INTERVAL - (clock.now() % METRICS_INTERVAL),
    )
  }
  out.begin(null)
  out.onClose(() => timer?.clear())
  later()
}

/** What was measured in an interval of ten seconds. */
function interval(agent: Agent): object {
  const { prefix } = agent.settings.telemetry
  const show = ({ series, values }: Measured): object => ({
    Name: `${prefix}.${series.name}`,
    Count: values.count,
    Rate: values.sum / (METRICS_INTERVAL / 1000),
    Sum: values.sum,
    Min: values.min,
    Max: values.max,
    Mean: values.mean,
    Stddev: values.deviation,
    Labels: series.labels,
  })
  return {
    Timestamp: timestamp(agent.metrics.shownSince),
    Gauges: gauges(agent).map(({ name, value }) => ({ Name: `${prefix}.${name}`, Value: value, Labels: {} })),
    Points: [],
    Counters: reported(agent, agent.metrics.counters).map(show),
    Samples: reported(agent, agent.metrics.samples).map(show),
  }
}

/** As Go prints times. */
function timestamp(time: number): string {
  const text = new Date(time).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 19)} +0000 UTC`
}
