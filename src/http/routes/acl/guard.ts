import type { Agent } from '../../../agent/agent.ts'
import { refusal } from '../../../api/refusals.ts'
import type { Request } from '../../request.ts'
import type { Handler, Method, Route } from '../../route.ts'

function demandAcls({ acl }: Agent): void {
  if (!acl.enabled) throw refusal.aclDisabled()
}

/** Routes that refuse everything while ACLs are off, once the method was found good. */
export const whereAclsAreOn = (routes: readonly Route[]): readonly Route[] =>
  routes.map(route => ({
    ...route,
    methods: Object.fromEntries(
      Object.entries(route.methods).map(([method, handler]) => [method as Method, guarded(handler)]),
    ),
  }))

function guarded(handler: Handler): Handler {
  if (handler.kind === 'query') {
    const own = handler.options.ownEnterpriseCheck === true
    return {
      ...handler,
      options: { ...handler.options, ownEnterpriseCheck: true, guard: demandAcls },
      run(req, agent, options, made) {
        if (!own) req.checkEnterprise()
        return handler.run(req, agent, options, made)
      },
    }
  }
  if (handler.kind !== 'action') return handler
  const own = handler.options.ownEnterpriseCheck === true
  return {
    ...handler,
    options: { ...handler.options, ownEnterpriseCheck: true },
    run(req: Request, agent: Agent) {
      demandAcls(agent)
      if (!own) req.checkEnterprise()
      return handler.run(req, agent)
    },
  }
}
