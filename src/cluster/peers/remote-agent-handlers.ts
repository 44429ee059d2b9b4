import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Agent } from '../../agent/agent.ts'
import { agentSource } from '../../dns/agent-source.ts'
import { Answers } from '../../dns/answers.ts'

/** Answers HTTP requests for one agent. */
export interface HttpHandler {
  handle(raw: IncomingMessage, res: ServerResponse): void
  /** Drops what it cached: the state would continue to watch for it. */
  close(): void
}

/** Makes what answers HTTP requests for an agent. */
export type HttpHandlerOf = (agent: Agent) => HttpHandler

/** Answers for one agent of another process, over HTTP and DNS. */
export class RemoteAgentHandlers {
  readonly http: HttpHandler
  readonly dns: Answers

  constructor(agent: Agent, httpHandlerOf: HttpHandlerOf) {
    const { clock, random, log } = agent
    const logger = log.module('agent.dns')
    this.http = httpHandlerOf(agent)
    this.dns = new Answers({ settings: () => agent.settings, source: agentSource(agent), clock, random, logger })
  }

  /** Drops the cached answers. */
  close(): void {
    this.http.close()
    this.dns.close()
  }
}
