import type { Agent } from '../agent/agent.ts'
import { hasUnprintable } from '../http/odd-paths.ts'
import { pagePath } from '../http/page-path.ts'
import type { LazyPlugin } from '../http/plugin.ts'
import { unescapeBytes } from '../go/percent.ts'
import { isUnclean } from '../http/router.ts'

/** The web page beside Consul's API, or another one that the settings name. */
export function webPage(agent: Agent): LazyPlugin {
  const { ui } = agent.settings
  const path = pagePath(ui)
  const prefix = path.slice(0, -1)
  return {
    prefix: path,
    anyRequest: true,
    isConsuls: ({ method, url = '' }) => {
      const [path = ''] = url.split('?')
      if (method !== 'CONNECT' && isUnclean(path)) return true
      return !agent.settings.http.allowUnprintable && hasUnprintable(unescapeBytes(path) ?? path)
    },
    async load() {
      const { dir } = ui
      if (dir !== undefined) {
        const { folderPlugin } = await import('./folder.ts')
        return app => app.register(folderPlugin, { prefix, agent, dir })
      }
      const { pagePlugin } = await import('./plugin.ts')
      return app => app.register(pagePlugin, { prefix, agent })
    },
  }
}
