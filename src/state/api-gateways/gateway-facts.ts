import type { ApiListener } from '../config-entries/api-gateway.ts'
import type { BoundApiGateway } from '../config-entries/bound-api-gateway.ts'
import { type entriesOf, getEntry } from '../config-entries/read.ts'
import { keyOf } from '../schema.ts'
import type { View } from '../view.ts'

export type Gateway = ReturnType<typeof entriesOf<'api-gateway'>>[number]

/** What is found out of a gateway once, however many routes name it. */
export interface GatewayFacts {
  readonly gateway: Gateway
  /** The name of what its listeners are bound to: as in Consul that keeps the spelling in which it was made. */
  readonly boundName: string
  /** What its listeners are bound to until now. */
  readonly bound: BoundApiGateway | undefined
  readonly listeners: ReadonlyMap<string, ApiListener>
  /** The certificates of each listener that are not there, by the name of the listener; without those that lack none. */
  readonly missing: ReadonlyMap<string, readonly CertificateReference[]>
}

type CertificateReference = NonNullable<ApiListener['TLS']['Certificates']>[number]

/** The gateways that routes name. */
export class Parents {
  readonly #view: View
  readonly #known = new Map<Gateway, GatewayFacts>()

  constructor(view: View) {
    this.#view = view
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
      const missing = missingCertificates(this.#view, gateway)
      facts = { gateway, boundName: bound?.Name ?? gateway.Name, bound, listeners, missing }
      this.#known.set(gateway, facts)
    }
    return facts
  }
}

function missingCertificates(view: View, { Listeners }: Gateway): GatewayFacts['missing'] {
  const isMissing = ({ Kind, Name }: CertificateReference): boolean => !view.get('configEntries', keyOf(Kind, Name))
  const byListener = (Listeners ?? []).map(
    ({ Name, TLS }) => [Name, TLS.Certificates?.filter(isMissing) ?? []] as const,
  )
  return new Map(byListener.filter(([, missing]) => missing.length > 0))
}
