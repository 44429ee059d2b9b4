import type { Agent } from '../../../agent/agent.ts'
import { type LogEntry, levelOf, readableLine, splitModule } from '../../../logging/log-line.ts'
import { Refusal } from '../../../api/refusals.ts'
import type { Request } from '../../request.ts'
import { route, stream, type Stream } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#stream-logs */
export const agentMonitorRoutes = [route('/v1/agent/monitor', { GET: stream(monitor) })]

function monitor(req: Request, agent: Agent, out: Stream): void {
  const given = req.query.get('loglevel')
  const level = given === '' ? 'info' : levelOf(given)
  if (level === undefined) throw new Refusal(400, `Unknown log level: ${given}`)
  const lineOf = req.query.has('logjson') ? jsonLine : readableLine
  out.begin(null)
  out.onClose(agent.logger.subscribe(entry => out.write(`${lineOf(entry)}\n`), level))
}

function jsonLine({ time, level, message, fields }: LogEntry): string {
  const [module, said] = splitModule(message)
  const head = {
    '@level': level,
    '@message': said,
    '@module': module,
    '@timestamp': new Date(time).toISOString(),
  }
  return JSON.stringify({ ...head, ...fields }, (_name, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Error ? value.message : value,
  )
}
