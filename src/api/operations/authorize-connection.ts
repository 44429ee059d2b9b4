import type { Agent } from '../../agent/agent.ts'
import { intentionForProxy, type Intention } from '../../state/intentions.ts'
import { Refusal } from '../refusals.ts'

/** Whether an intention lets connections through; one that looks at requests lets none, for there is no request yet. */
export function intentionAllows({ source }: Intention): boolean {
  return source.Action === 'allow' && (source.Permissions ?? []).length === 0
}

/** What no intention speaks of is let through, unless the ACLs say otherwise. */
export const allowsByDefault = ({ settings: { acl } }: Agent): boolean => !acl.enabled || acl.defaultPolicy === 'allow'

export interface Authorization {
  readonly Authorized: boolean
  readonly Reason: string
}

const IDENTITIES = [
  /^\/ns\/[^/]+\/dc\/[^/]+\/svc\/([^/]+)$/,
  /^\/ap\/[^/]+\/ns\/[^/]+\/dc\/[^/]+\/svc\/([^/]+)$/,
] as const
const OTHERS = [
  /^$/,
  /^\/agent\/client\/dc\/[^/]+\/id\/[^/]+$/,
  /^\/agent\/server\/dc\/[^/]+$/,
  /^\/gateway\/mesh\/dc\/[^/]+$/,
  /^(?:\/ap\/[^/]+)?\/gateway\/mesh\/dc\/[^/]+$/,
] as const

/** The service that a certificate is for. */
export function serviceOfIdentity(uri: string): string {
  const parts = /^spiffe:\/\/([^/]*)(\/.*)?$/.exec(uri)
  const path = parts?.[2] ?? ''
  // a trust domain has a name and, behind a dot, a domain
  if (parts && (path !== '' || /^[^.]+\./.test(parts[1] ?? ''))) {
    for (const form of IDENTITIES) {
      const name = form.exec(path)?.[1]
      if (name !== undefined) return decodeURIComponent(name)
    }
    if (OTHERS.some(form => form.test(path))) throw new Refusal(400, 'ClientCertURI not a valid Service identifier')
  }
  throw new Refusal(400, 'ClientCertURI not a valid Connect identifier')
}

/** Whether the bearer of a certificate may call a service, and why. */
export function authorizeConnection(agent: Agent, target: string, source: string): Authorization {
  const deciding = intentionForProxy(agent.store.view, source, target)
  if (!deciding) {
    const policy = agent.settings.defaultIntentionPolicy
    if (policy !== '') return { Authorized: policy === 'allow', Reason: 'Default intention policy' }
    return { Authorized: allowsByDefault(agent), Reason: 'Default behavior configured by ACLs' }
  }
  const { Name, Action, Precedence, Permissions } = deciding.source
  const between = `default/${Name} => default/${deciding.destination}`
  const permissions = Permissions ?? []
  const Reason =
    permissions.length > 0
      ? `Matched L7 intention: ${between} (Precedence: ${Precedence}, Permissions: ${permissions.length})`
      : `Matched L4 intention: ${between} (Precedence: ${Precedence}, Action: ${Action.toUpperCase()})`
  return { Authorized: intentionAllows(deciding), Reason }
}
