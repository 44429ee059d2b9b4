import type { ApiListener } from '../config-entries/api-gateway.ts'
import type { BoundApiGateway } from '../config-entries/bound-api-gateway.ts'
import { type entriesOf, getEntry } from '../config-entries/read.ts'
import { fold, keyOf } from '../schema.ts'
import type { View } from '../view.ts'
import type { RouteChanges } from './route-changes.ts'

/** The kind of certificates whose changes gateways are told of. */
export const INLINE = 'inline-certificate'

export type Gateway = ReturnType<typeof entriesOf<'api-gateway'>>[number]

/** What is found out of a gateway once, however many routes name it. */
export interface GatewayFacts {
  readonly gateway: Gateway
  /** The name of what its listeners are bound to: as in Consul that keeps the spelling in which it was made. */
  readonly boundName: string
  /** What its listeners are bound to until now. */
  readonly bound: BoundApiGateway | undefined
  readonly listeners: ReadonlyMap<string, ApiListener>
  /**
   * The certificates of each listener that were not there when the gateway was judged, by the name of the listener; without those that
   * lacked none.
   */
  readonly missing: ReadonlyMap<string, readonly CertificateReference[]>
}

type CertificateReference = NonNullable<ApiListener['TLS']['Certificates']>[number]

/** The gateways that routes name. */
export class Parents {
  readonly #view: View
  readonly #changes: RouteChanges
  readonly #known = new Map<Gateway, GatewayFacts>()

  constructor(view: View, changes: RouteChanges) {
    this.#view = view
    this.#changes = changes
  }

  named(name: string): GatewayFacts | undefined {
    const gateway = getEntry(this.#view, 'api-gateway', name)
    // spelled in another way it is another one here, as in Consul
    if (gateway?.Name !== name) return undefined
    const facts = this.facts(gateway)
    return facts.boundName === name ? facts : undefined
  }

  facts(gateway: Gateway): GatewayFacts {
    let facts = this.#known.get(gateway)
    if (!facts) {
      const listeners = new Map((gateway.Listeners ?? []).map(listener => [listener.Name, listener]))
      const bound = getEntry(this.#view, 'bound-api-gateway', gateway.Name)
      const missing = missingCertificates(gateway, this.#isThere(gateway, bound))
      facts = { gateway, boundName: bound?.Name ?? gateway.Name, bound, listeners, missing }
      this.#known.set(gateway, facts)
    }
    return facts
  }

  /**
   * Whether a certificate is there. As in Consul a gateway is judged when it is written, or a certificate that it names and that is
   * held inline; what has become of one in a file meanwhile is not seen, until then its listeners have what they had.
   */
  #isThere(gateway: Gateway, bound: BoundApiGateway | undefined): IsThere {
    if (!bound || isJudgedAnew(gateway, this.#changes)) {
      return (_, { Kind, Name }) => this.#view.get('configEntries', keyOf(Kind, Name)) !== undefined
    }
    const had = new Map((bound.Listeners ?? []).map(({ Name, Certificates }) => [Name, Certificates]))
    return (listener, { Kind, Name }) =>
      had.get(listener)?.some(other => other.Kind === Kind && fold(other.Name) === fold(Name)) === true
  }
}

type IsThere = (listener: string, certificate: CertificateReference) => boolean

function isJudgedAnew({ Name, Listeners }: Gateway, { everything, gateways, certificates }: RouteChanges): boolean {
  if (everything || gateways.has(fold(Name))) return true
  const named = certificates.size === 0 ? [] : (Listeners ?? []).flatMap(({ TLS }) => TLS.Certificates ?? [])
  return named.some(certificate => certificate.Kind === INLINE && certificates.has(fold(certificate.Name)))
}

function missingCertificates({ Listeners }: Gateway, isThere: IsThere): GatewayFacts['missing'] {
  const byListener = (Listeners ?? []).map(
    ({ Name, TLS }) => [Name, TLS.Certificates?.filter(one => !isThere(Name, one)) ?? []] as const,
  )
  return new Map(byListener.filter(([, missing]) => missing.length > 0))
}
