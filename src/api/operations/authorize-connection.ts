import type { Agent } from '../../agent/agent.ts'
import { intentionInAnyCase, type Intention } from '../../state/intentions.ts'
import { quoteGo } from '../../go/quote.ts'
import { type GoUrl, parseUrl, unescapePath, UrlError } from '../../go/url.ts'
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

/** Whom a certificate is for. */
export interface ServiceIdentity {
  readonly namespace: string
  readonly service: string
}

const SERVICE = /^(?:\/ap\/([^/]+))?\/ns\/([^/]+)\/dc\/[^/]+\/svc\/([^/]+)$/
const OTHERS = [
  /^(?:\/ap\/[^/]+)?\/agent\/client\/dc\/[^/]+\/id\/[^/]+$/,
  /^\/agent\/server\/dc\/[^/]+$/,
  /^(?:\/ap\/[^/]+)?\/gateway\/mesh\/dc\/[^/]+$/,
] as const

/** The service that a certificate is for. */
export function identityOf(uri: string): ServiceIdentity {
  const { scheme, host, path } = parseIdentity(uri)
  if (scheme === 'spiffe') {
    const [whole, partition = PARTITION, namespace = '', service = ''] = SERVICE.exec(path) ?? []
    if (whole !== undefined) {
      const shown = unescapePath(partition)
      if (shown.toLowerCase() !== PARTITION) {
        throw new Refusal(400, `Mismatched partitions: ${quoteGo(shown)} != "${PARTITION}"`)
      }
      return { namespace: unescapePath(namespace), service: unescapePath(service) }
    }
    // a trust domain has a name and, behind a dot, a domain
    const isOther = path === '' ? /^[^.]+\./.test(host) : OTHERS.some(form => form.test(path))
    if (isOther) throw new Refusal(400, 'ClientCertURI not a valid Service identifier')
  }
  throw new Refusal(400, NO_IDENTITY)
}

const [PARTITION, NAMESPACE] = ['default', 'default']
const NO_IDENTITY = 'ClientCertURI not a valid Connect identifier'

function parseIdentity(uri: string): GoUrl {
  try {
    return parseUrl(uri)
  } catch (error) {
    if (error instanceof UrlError) throw new Refusal(400, NO_IDENTITY)
    throw error
  }
}

/** Whether the bearer of a certificate may call a service, and why. */
export function authorizeConnection(agent: Agent, target: string, source: ServiceIdentity): Authorization {
  // no intention speaks of services of other namespaces
  const isKnown = source.namespace === NAMESPACE
  const deciding = isKnown ? intentionInAnyCase(agent.store.view, source.service, target) : undefined
  if (!deciding) {
    const policy = agent.settings.defaultIntentionPolicy
    if (policy !== '') return { Authorized: policy === 'allow', Reason: 'Default intention policy' }
    return { Authorized: allowsByDefault(agent), Reason: 'Default behavior configured by ACLs' }
  }
  const { Name, Action, Precedence, Permissions, LegacyID } = deciding.source
  const between = `${NAMESPACE}/${Name} => ${NAMESPACE}/${deciding.destination}`
  const rank = `${LegacyID === '' ? '' : `ID: ${LegacyID}, `}Precedence: ${Precedence}`
  const permissions = Permissions ?? []
  const Reason =
    permissions.length > 0
      ? `Matched L7 intention: ${between} (${rank}, Permissions: ${permissions.length})`
      : `Matched L4 intention: ${between} (${rank}, Action: ${Action.toUpperCase()})`
  return { Authorized: intentionAllows(deciding), Reason }
}
