import type { Settings } from '../model/settings.ts'
import { FIELD_NAME, sendable } from './field-syntax.ts'
import { TYPE } from './header-order.ts'
import type { FlatHeaders } from './reply.ts'

/** The headers of every answer, prepared once for the settings in force. Configured ones take the place of Consul's own. */
export class BaseHeaders {
  #from: Settings['http']['responseHeaders'] | undefined
  #configured: FlatHeaders = []
  #standard: FlatHeaders = []

  /** Those of an answer by Consul's API. */
  standard(settings: Settings): FlatHeaders {
    this.#prepare(settings)
    return this.#standard
  }

  /** Those of an answer before any endpoint was found. */
  configured(settings: Settings): FlatHeaders {
    this.#prepare(settings)
    return this.#configured
  }

  #prepare({ acl, http: { responseHeaders }, translateWanAddresses }: Settings): void {
    if (responseHeaders === this.#from) return
    this.#from = responseHeaders
    const configured = Object.entries(responseHeaders).filter(([name]) => FIELD_NAME.test(name))
    this.#configured = typeFirst(configured.flatMap(([name, value]) => [name, sendable(value)]))
    const names = new Set(configured.map(([name]) => name.toLowerCase()))
    const own = [
      ['Vary', 'Accept-Encoding'],
      ['X-Consul-Default-Acl-Policy', acl.enabled ? acl.defaultPolicy : 'allow'],
      ...(translateWanAddresses ? [['X-Consul-Translate-Addresses', 'true']] : []),
    ].filter(([name = '']) => !names.has(name.toLowerCase()))
    this.#standard = [...this.#configured, ...own.flat()]
  }
}

function typeFirst(headers: FlatHeaders): FlatHeaders {
  const at = headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === TYPE.toLowerCase())
  return at < 0 ? headers : [TYPE, headers[at + 1] ?? '', ...headers.toSpliced(at, 2)]
}
