import type { Agent } from '../../agent/agent.ts'
import { agentSource } from '../../dns/agent-source.ts'
import { Answers } from '../../dns/answers.ts'
import { Dispatcher } from '../../http/dispatch.ts'
import type { Router } from '../../http/router.ts'

/** Answers in the place of one agent of another process, over HTTP and DNS. */
export class RemoteAgentHandlers {
  readonly http: Dispatcher
  readonly dns: Answers

  constructor(agent: Agent, router: Router) {
    const { clock, random, logger } = agent
    this.http = new Dispatcher(agent, router)
    this.dns = new Answers({ settings: () => agent.settings, source: agentSource(agent), clock, random, logger })
  }

  /** Forgets the answers that it kept: the state would go on watching for them. */
  close(): void {
    this.http.close()
    this.dns.close()
  }
}
