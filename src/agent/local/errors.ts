import { quoteGo } from '../../go/quote.ts'

/** What kind of refusal it is; an adapter makes a status of it. */
export type RefusalKind = 'invalid' | 'unknown' | 'failed'

/** What the agent refuses to do with its own services and checks, in Consul's own words. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal'
  readonly kind: RefusalKind

  constructor(kind: RefusalKind, text: string) {
    super(text)
    this.kind = kind
  }
}

const invalid = (text: string): AgentRefusal => new AgentRefusal('invalid', text)
const unknown = (text: string): AgentRefusal => new AgentRefusal('unknown', text)
const failed = (text: string): AgentRefusal => new AgentRefusal('failed', text)

/** The texts, exact. Each makes the error to throw. */
export const refuse = {
  invalid,
  failed,
  missingServiceName: () => invalid('Missing service name'),
  missingCheckName: () => invalid('Missing check name'),
  badCheckStatus: () => invalid('Bad check status'),
  badServiceCheckStatus: () => invalid("Status for checks must 'passing', 'warning', 'critical'"),
  badUpdateStatus: (status: string) => invalid(`Invalid check status: '${status}'`),
  serviceAddress: () => invalid('Invalid service address'),
  unknownService: (id: string) =>
    unknown(`Unknown service ID ${quoteGo(id)}. Ensure that the service ID is passed, not the service name.`),
  unknownCheck: (id: string) =>
    unknown(`Unknown check ID ${quoteGo(id)}. Ensure that the check ID is passed, not the check name.`),
  noSuchServiceOfCheck: (id: string) => unknown(`ServiceID ${quoteGo(id)} does not exist`),
  noSidecarPort: (first: number, last: number) =>
    failed(`no port provided for sidecar_service and none left in the configured range [${first}, ${last}]`),
  noSidecarPorts: () => failed('no port provided for sidecar_service and auto-assignment disabled in config'),
  noTtl: (id: string) => failed(`CheckID ${quoteGo(id)} does not have associated TTL`),
} as const
