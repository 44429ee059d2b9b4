import type { ApiListener } from '../config-entries/api-gateway.ts'
import { type entriesOf, getEntry } from '../config-entries/read.ts'
import { keyOf } from '../schema.ts'
import type { View } from '../view.ts'

export type Gateway = ReturnType<typeof entriesOf<'api-gateway'>>[number]

/** What is found out of a gateway once, however many routes name it. */
export interface GatewayFacts {
  readonly gateway: Gateway
  readonly listeners: ReadonlyMap<string, ApiListener>
  /** The last certificate of each listener that is not there. */
  readonly missing: ReadonlyMap<string, string>
}

/** The gateways that routes name. */
export class Parents {
  readonly #view: View
  readonly #known = new Map<Gateway, GatewayFacts>()

  constructor(view: View) {
    this.#view = view
  }

  named(name: string): GatewayFacts | undefined {
    const gateway = getEntry(this.#view, 'api-gateway', name)
    return gateway && this.facts(gateway)
  }

  facts(gateway: Gateway): GatewayFacts {
    let facts = this.#known.get(gateway)
    if (!facts) {
      const listeners = new Map((gateway.Listeners ?? []).map(listener => [listener.Name, listener]))
      facts = { gateway, listeners, missing: missingCertificates(this.#view, gateway) }
      this.#known.set(gateway, facts)
    }
    return facts
  }
}

/** The last certificate of each listener that is not there. */
function missingCertificates(view: View, { Listeners }: Gateway): ReadonlyMap<string, string> {
  const missing = new Map<string, string>()
  for (const { Name, TLS } of Listeners ?? []) {
    for (const certificate of TLS.Certificates ?? []) {
      if (!view.get('configEntries', keyOf(certificate.Kind, certificate.Name))) missing.set(Name, certificate.Name)
    }
  }
  return missing
}
