import { Agent, type AgentHooks } from '../../src/agent/agent.ts'
import { HttpServer, type HttpServerOptions } from '../../src/http/server.ts'
import { MovableClock } from '../../src/lib/clock.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { defaultSettings, type Settings } from '../../src/model/settings.ts'

/** An answer as tests look at it. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** undefined for what is no JSON. */
  readonly json: ReturnType<typeof JSON.parse>
}

/** An agent that is asked without sockets, on a clock that stands still. */
export interface HttpAgent {
  readonly agent: Agent
  readonly clock: MovableClock
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get(path: string): Promise<Answer>
}

/** Starts one; an object body is sent as JSON. */
export function httpAgent(
  settings: Partial<Settings> = {},
  hooks: AgentHooks = {},
  options: (agent: Agent) => HttpServerOptions = () => ({}),
): HttpAgent {
  const clock = new MovableClock({ manual: true, start: Date.UTC(2025, 0, 1) })
  const agent = new Agent({ ...defaultSettings, ...settings }, { clock, random: seededRandom(1), hooks })
  const server = new HttpServer(agent, options(agent))
  const send: HttpAgent['send'] = async (method, path, body, headers = {}) => {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const response = await server.inject({
      method: method as 'GET',
      url: path,
      headers,
      ...(payload !== undefined && { payload }),
    })
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.payload,
      json: parsed(response.payload),
    }
  }
  return { agent, clock, send, get: path => send('GET', path) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
