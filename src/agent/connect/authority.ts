import { hexOf, type KeyType } from '../../lib/x509.ts'
import { LRUCache } from 'lru-cache'
import { lazyMax } from '../../lib/lazy-max.ts'
import type { Clock } from '../../lib/clock.ts'
import { HOUR, MILLISECOND, parseDuration } from '../../go/duration.ts'
import type { Random } from '../../lib/random.ts'
import type { Settings } from '../../model/settings.ts'
import { CA_ENTRY, getCaConfig, type NewCaConfig, setCaConfig } from '../../state/ca-config.ts'
import type { Store } from '../../state/store.ts'
import { makeLeaf, makeRoot, type SigningCertificate } from './certificates.ts'

/** What signs for the services of the mesh. */
export interface Root extends SigningCertificate {
  readonly serialNumber: number
  readonly notBefore: number
  readonly notAfter: number
  readonly keyType: KeyType
  /** The private key that the configuration gave; '' for one that was made. */
  readonly givenKey: string
  readonly active: boolean
  readonly created: number
  /** When it last changed: with each root that is added. */
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
  #first: Promise<Root> | undefined
  /** All roots there were, the active one first. */
  #roots: readonly Root[] = []
  #rootSerial = ROOT_SERIAL
  #serial = ROOT_SERIAL
  #rotating: Promise<void> = Promise.resolve()
  readonly #leaves = new LRUCache<string, Promise<Leaf>>(lazyMax(MAX_LEAVES))
  /** The last certificate of each service, for those who wait for the next one. */
  readonly #issued = new LRUCache<string, Leaf>(lazyMax(MAX_LEAVES))

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

  /** The root that signs; the first one is made when it is first asked for. */
  async root(): Promise<Root> {
    await this.#rotating
    const [active] = this.#roots
    if (active) return active
    this.#first ??= this.#makeRoot(getCaConfig(this.#store.view)).catch((err: unknown) => {
      this.#first = undefined
      throw err
    })
    const first = await this.#first
    if (this.#roots.length === 0) this.#roots = [first]
    return first
  }

  /** The active root and those before it; empty until the first request. */
  get roots(): readonly Root[] {
    return this.#roots
  }

  /**
   * Takes another configuration over. One that asks for another key adds a root, leaves the old ones inactive, and has the
   * certificates of services issued anew; blocked queries for any of them are woken.
   */
  async configure(config: NewCaConfig): Promise<void> {
    const active = await this.root()
    const turn = this.#rotating.then(() => this.#configure(active, config))
    this.#rotating = turn.catch(() => undefined)
    return turn
  }

  async #configure(active: Root, config: NewCaConfig): Promise<void> {
    const { keyType, givenKey } = keyOf(config)
    const isSame =
      active.keyType.type === keyType.type && active.keyType.bits === keyType.bits && active.givenKey === givenKey
    const root = isSame ? undefined : await this.#makeRoot(config)
    this.#store.write(tx => {
      setCaConfig(tx, config)
      if (!root) return
      const old = this.#roots.map(before => ({ ...before, active: false, index: tx.index }))
      this.#roots = [{ ...root, created: tx.index, index: tx.index }, ...old]
    })
    if (root) await this.#reissue()
  }

  /** Certificates that were handed out are made anew. */
  async #reissue(): Promise<void> {
    const [issuer] = this.#roots
    if (!issuer) return
    for (const service of [...this.#issued.keys()]) {
      const made = this.#makeLeaf(service, issuer)
      this.#leaves.set(service, made)
      await made
    }
  }

  /** The last certificate of a service. */
  issued(service: string): Leaf | undefined {
    return this.#issued.get(service)
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
    const made = this.root().then(issuer => this.#makeLeaf(service, issuer))
    this.#leaves.set(service, made)
    made.catch(() => this.#leaves.delete(service))
    return made
  }

  async #makeRoot(config: NewCaConfig): Promise<Root> {
    const { keyType, givenKey } = keyOf(config)
    const notBefore = toSeconds(this.#clock.now())
    const serialNumber = this.#rootSerial++
    const times = { serialNumber, notBefore, notAfter: notBefore + ROOT_LIFETIME }
    const name = `pri-${this.#random.uuid().slice(0, 8)}.consul.ca.${this.clusterId.slice(0, 8)}.consul`
    const claims = { ...times, uri: `spiffe://${this.trustDomain}` }
    const made = await makeRoot(name, claims, keyType, givenKey === '' ? undefined : givenKey)
    const index = this.#store.view.max(CA_ENTRY)
    return { ...made, ...times, keyType, givenKey, active: true, created: index, index }
  }

  async #makeLeaf(service: string, issuer: Root): Promise<Leaf> {
    const serialNumber = ++this.#serial
    const notBefore = toSeconds(this.#clock.now() - LEEWAY)
    const times = { notBefore, notAfter: notBefore + this.#leafLifetime() }
    const uri = this.uriOf(service)
    const { pem, keyPem } = await makeLeaf(issuer, { serialNumber, uri, ...times })
    return this.#store.write(tx => {
      tx.bump(LEAF_ENTRY)
      const leaf = { serialNumber: hexOf(serialNumber), pem, keyPem, service, uri, ...times, index: tx.index }
      this.#issued.set(service, leaf)
      return leaf
    })
  }

  #leafLifetime(): number {
    return Math.min(leafLifetime(getCaConfig(this.#store.view).Config) / MILLISECOND, ROOT_LIFETIME)
  }
}

/** The key that a configuration asks for. */
export function keyOf({ Config }: NewCaConfig): { readonly keyType: KeyType; readonly givenKey: string } {
  const type = Config?.['PrivateKeyType']
  const bits = Config?.['PrivateKeyBits']
  const given = Config?.['PrivateKey']
  return {
    keyType: { type: typeof type === 'string' && type !== '' ? type : 'ec', bits: Number(bits) || 256 },
    givenKey: typeof given === 'string' ? given : '',
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
