import { customizationHash, type Overrides } from './customization.ts'

/** Overrides as they are put in place of what is configured. Those that make no difference are not told of. */
export class AppliedOverrides {
  /** Of all that is in the chain; '' for that of each service. */
  readonly protocol: string
  readonly #wanted: Overrides
  readonly #effective = { protocol: '', meshGateway: '', connectTimeout: 0 }

  /** `protocol`: what the chain speaks without them. */
  constructor(wanted: Overrides, protocol: string) {
    this.#wanted = wanted
    this.protocol = wanted.protocol
    if (wanted.protocol !== protocol) this.#effective.protocol = wanted.protocol
  }

  connectTimeout(configured: number): number {
    const { connectTimeout } = this.#wanted
    if (connectTimeout <= 0 || connectTimeout === configured) return configured
    return (this.#effective.connectTimeout = connectTimeout)
  }

  meshGateway(configured: string): string {
    const { meshGateway } = this.#wanted
    if (meshGateway === '' || meshGateway === configured) return configured
    return (this.#effective.meshGateway = meshGateway)
  }

  /** '' while none has made a difference. */
  get hash(): string {
    const { protocol, meshGateway, connectTimeout } = this.#effective
    const isNone = protocol === '' && meshGateway === '' && connectTimeout === 0
    return isNone ? '' : customizationHash(this.#effective)
  }
}
