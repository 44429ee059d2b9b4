import { LRUCache } from 'lru-cache'
import { lazyMax } from '../../lib/lazy-max.ts'
import type { Clock } from '../../lib/clock.ts'
import { HOUR, MILLISECOND, parseDuration } from '../../go/duration.ts'
import type { Random } from '../../lib/random.ts'
import type { Settings } from '../../model/settings.ts'
import { CA_ENTRY, getCaConfig } from '../../state/ca-config.ts'
import type { Store } from '../../state/store.ts'
import { hexOf, makeLeaf, makeRoot, type SigningCertificate } from './certificates.ts'

/** What signs for the services of the mesh. */
export interface Root extends SigningCertificate {
  readonly serialNumber: number
  readonly notBefore: number
  readonly notAfter: number
  readonly index: number
}

/** The certificate of a service. */
export interface Leaf {
  readonly serialNumber: string
  readonly pem: string
  readonly keyPem: string
  readonly service: string
  readonly uri: string
  readonly notBefore: number
  readonly notAfter: number
  readonly index: number
}

const ROOT_LIFETIME = (87_600 * HOUR) / MILLISECOND
const ROOT_SERIAL = 7
/** How far back certificates reach, for clocks that are late. */
const LEEWAY = 60_000
/** A certificate is replaced once this part of its life is over. */
const RENEW_AFTER = 0.6
/** Certificates that are remembered. */
const MAX_LEAVES = 512
const MAX_SERVICE_NAME = 512

/** The certificate authority of the mesh. Everything is made when first asked for; private keys stay in memory. */
export class Authority {
  readonly #settings: Settings
  readonly #store: Store
  readonly #clock: Clock
  readonly #random: Random
  #clusterId: string | undefined
  #root: Promise<Root> | undefined
  #serial = ROOT_SERIAL
  readonly #leaves = new LRUCache<string, Promise<Leaf>>(lazyMax(MAX_LEAVES))

  constructor(settings: Settings, parts: { store: Store; clock: Clock; random: Random }) {
    this.#settings = settings
    this.#store = parts.store
    this.#clock = parts.clock
    this.#random = parts.random
  }

  /** What all identities of this cluster begin with. */
  get clusterId(): string {
    return (this.#clusterId ??= this.#settings.connect.clusterId ?? this.#random.uuid())
  }

  get trustDomain(): string {
    return `${this.clusterId}.consul`
  }

  root(): Promise<Root> {
    this.#root ??= this.#makeRoot().catch((err: unknown) => {
      this.#root = undefined
      throw err
    })
    return this.#root
  }

  /** The identity of a service; undefined for a name that cannot have one. */
  serviceUri(service: string): string | undefined {
    if (service === '' || service.includes('/') || service.length > MAX_SERVICE_NAME) return undefined
    return this.uriOf(service)
  }

  uriOf(service: string): string {
    return `spiffe://${this.trustDomain}/ns/default/dc/${this.#settings.datacenter}/svc/${encodeURI(service)}`
  }

  /** The certificate of a service: the last one as long as most of its life is left. */
  async leaf(service: string): Promise<Leaf> {
    const old = await this.#leaves.get(service)
    if (old && this.#clock.now() < old.notBefore + (old.notAfter - old.notBefore) * RENEW_AFTER) return old
    const made = this.#makeLeaf(service)
    this.#leaves.set(service, made)
    made.catch(() => this.#leaves.delete(service))
    return made
  }

  async #makeRoot(): Promise<Root> {
    const notBefore = toSeconds(this.#clock.now())
    const times = { serialNumber: ROOT_SERIAL, notBefore, notAfter: notBefore + ROOT_LIFETIME }
    const name = `pri-${this.#random.uuid().slice(0, 8)}.consul.ca.${this.clusterId.slice(0, 8)}.consul`
    const made = await makeRoot(name, { ...times, uri: `spiffe://${this.trustDomain}` })
    return { ...made, ...times, index: this.#store.view.max(CA_ENTRY) }
  }

  async #makeLeaf(service: string): Promise<Leaf> {
    const issuer = await this.root()
    const serialNumber = ++this.#serial
    const notBefore = toSeconds(this.#clock.now() - LEEWAY)
    const times = { notBefore, notAfter: notBefore + this.#leafLifetime() }
    const uri = this.uriOf(service)
    const { pem, keyPem } = await makeLeaf(issuer, { serialNumber, uri, ...times })
    const index = this.#store.write(tx => {
      tx.bump(LEAF_ENTRY)
      return tx.index
    })
    return { serialNumber: hexOf(serialNumber), pem, keyPem, service, uri, ...times, index }
  }

  #leafLifetime(): number {
    return Math.min(leafLifetime(getCaConfig(this.#store.view).Config) / MILLISECOND, ROOT_LIFETIME)
  }
}

/** The index entry that moves when a service gets a certificate. */
export const LEAF_ENTRY = 'connect-ca-leaves'

const LEAF_LIFETIME = 72 * HOUR

/** Nanoseconds that certificates of services live; throws on what is no duration. */
export function leafLifetime(config: Readonly<Record<string, unknown>> | null): number {
  const ttl = config?.['LeafCertTTL']
  if (typeof ttl === 'string') return parseDuration(ttl)
  return typeof ttl === 'number' ? ttl : LEAF_LIFETIME
}

const toSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000
