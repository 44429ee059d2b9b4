import type { LazyPlugin } from '../../http/plugin.ts'
import type { Control } from '../control.ts'
import { PREFIX } from '../prefix.ts'

/** The control API beside Consul's. */
export const controlApi = (control: Control): LazyPlugin => ({
  prefix: PREFIX,
  async load() {
    const { controlPlugin } = await import('./plugin.ts')
    return app => app.register(controlPlugin, { prefix: PREFIX.slice(0, -1), control })
  },
})
