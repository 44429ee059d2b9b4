import type { Agent } from '../agent/agent.ts'
import type { LazyPlugin } from '../http/plugin.ts'

const PREFIX = '/ui'

/** The web page beside Consul's API. */
export const webPage = (agent: Agent): LazyPlugin => ({
  prefix: `${PREFIX}/`,
  async load() {
    const { pagePlugin } = await import('./plugin.ts')
    return app => app.register(pagePlugin, { prefix: PREFIX, agent })
  },
})
