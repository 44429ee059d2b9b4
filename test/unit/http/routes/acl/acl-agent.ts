import { defaultSettings } from '../../../../../src/model/settings.ts'
import { httpAgent } from '../../../../support/http.ts'

/** An agent with ACLs on, where the secret `root` may do everything. */
export function aclAgent() {
  const { acl } = defaultSettings
  const { agent, clock, send } = httpAgent({
    acl: { ...acl, enabled: true, defaultPolicy: 'deny', initialManagement: 'root' },
  })
  agent.start()
  const as = (token: string) => (method: string, path: string, body?: unknown) =>
    send(method, path, body, { 'X-Consul-Token': token })
  return { agent, clock, as, root: as('root') }
}
