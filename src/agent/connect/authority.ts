import { encodePercent } from '../../go/json/utf8.ts'
import { LRUCache } from 'lru-cache'
import { lazyMax } from '../../lib/lazy-max.ts'
import type { Clock } from '../../lib/clock.ts'
import { HOUR, MILLISECOND, parseDuration } from '../../go/duration.ts'
import type { Random } from '../../lib/random.ts'
import type { Settings } from '../../model/settings.ts'
import { algorithmOf, hexOf, importKeys, keyPemOf, type KeyType } from '../../lib/x509.ts'
import type { CaConfig, CaRoot } from '../../model/rows.ts'
import { addCaRoot, CA_ENTRY, caRoots, getCaConfig, type NewCaConfig, setCaConfig } from '../../state/ca-config.ts'
import type { Store } from '../../state/store.ts'
import { makeLeaf, makeRoot, signRoot, type SigningCertificate } from './certificates.ts'
import { Renewals } from './renewals.ts'

/** What signs for the services of the mesh: a row with its key at hand. */
export interface Root extends SigningCertificate {
  readonly row: CaRoot
  readonly keyType: KeyType
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
  /** The root that signed it. */
  readonly issuer: string
  /** When it was issued, or had been had it not been made so late. */
  readonly madeAt: number
}

/** How long a root is trusted through the one before it. */
const CROSS_LIFETIME = (168 * HOUR) / MILLISECOND
const ROOT_LIFETIME = (87_600 * HOUR) / MILLISECOND
const FIRST_SERIAL = 7
/** How far back certificates reach, for clocks that are late. */
const LEEWAY = 60_000
/** A certificate is replaced once this part of its life is over. */
const RENEW_AFTER = 0.6
/** Roots whose keys are at hand. */
const MAX_ROOTS = 16
/** Certificates that are remembered. */
const MAX_LEAVES = 512
const MAX_SERVICE_NAME = 512
const LEFT_OPEN = { IntermediateCertTTL: '8760h0m0s' } as const

/**
 * The certificate authority of the mesh. Roots and their keys are rows of the state, made when first asked for; certificates of
 * services stay in memory.
 */
export class Authority {
  readonly #settings: Settings
  readonly #store: Store
  readonly #clock: Clock
  readonly #random: Random
  #clusterId: string | undefined
  #first: Promise<void> | undefined
  /** Of the last certificate in this life. */
  #serial: number | undefined
  #rotating: Promise<void> = Promise.resolve()
  /** Keys of roots, read from their rows. */
  readonly #keys = new LRUCache<string, Promise<Root['keys']>>(lazyMax(MAX_ROOTS))
  readonly #leaves = new LRUCache<string, Promise<Leaf>>(lazyMax(MAX_LEAVES))
  /** The last certificate of each service, for readers that wait for the next one. */
  readonly #issued = new LRUCache<string, Leaf>(lazyMax(MAX_LEAVES))
  readonly #renewals: Renewals

  constructor(settings: Settings, parts: { store: Store; clock: Clock; random: Random }) {
    this.#settings = settings
    this.#store = parts.store
    this.#clock = parts.clock
    this.#random = parts.random
    // one that cannot be made is tried again when it is asked for
    this.#renewals = new Renewals(parts.clock, MAX_LEAVES, service => void this.leaf(service).catch(() => undefined))
  }

  stop(): void {
    this.#renewals.stop()
  }

  /** What all identities of this cluster begin with. */
  get clusterId(): string {
    const known = getCaConfig(this.#store.view).ClusterID ?? this.#settings.connect.clusterId
    return known ?? (this.#clusterId ??= this.#random.uuid())
  }

  get trustDomain(): string {
    return `${this.clusterId}.consul`
  }

  /** The root that signs; the first one is made when it is first asked for. */
  async root(): Promise<Root> {
    await this.#rotating
    if (!this.roots[0]) await (this.#first ??= this.#makeFirst().finally(() => (this.#first = undefined)))
    return this.#signing(this.roots[0] as CaRoot)
  }

  /** The active root and those before it; empty as long as nobody asked. */
  get roots(): readonly CaRoot[] {
    return caRoots(this.#store.view)
  }

  /** It counts as one of the start, whenever it was asked for. */
  async #makeFirst(): Promise<void> {
    const root = await this.#makeRoot(getCaConfig(this.#store.view))
    const index = this.#store.view.max(CA_ENTRY)
    this.#store.write(tx => {
      if (caRoots(tx).length > 0) return
      tx.put('caRoots', { ...root.row, Active: true, CreateIndex: index, ModifyIndex: index })
    })
  }

  #signing(row: CaRoot): Promise<Root> {
    const keyType = { type: row.PrivateKeyType, bits: row.PrivateKeyBits }
    let keys = this.#keys.get(row.ID)
    if (!keys) {
      keys = importKeys(algorithmOf(keyType), row.PrivateKey)
      this.#keys.set(row.ID, keys)
    }
    const { RootCert: pem, ID: fingerprint, KeyID: keyId, Subject: subject } = row
    return keys.then(keys => ({ row, keyType, pem, fingerprint, keyId, subject, keys }))
  }

  /**
   * Takes another configuration over. One that asks for another key adds a root, which the old one signs unless that is not
   * wanted, leaves the old ones inactive, and has the certificates of services issued anew; blocked queries for any of them are woken.
   */
  async configure(config: NewCaConfig): Promise<void> {
    await this.root()
    const turn = this.#rotating.then(() => this.#configure(config))
    this.#rotating = turn.catch(() => undefined)
    return turn
  }

  async #configure(config: NewCaConfig): Promise<void> {
    const active = await this.#signing(this.roots[0] as CaRoot)
    const { keyType, givenKey } = keyOf(config)
    const isSame =
      active.keyType.type === keyType.type &&
      active.keyType.bits === keyType.bits &&
      (active.row.KeyGiven ? active.row.PrivateKey : '') === givenKey
    const root = isSame ? undefined : await this.#makeRoot(config)
    const signed = root && !config.ForceWithoutCrossSigning ? await this.#crossSign(root, active) : undefined
    this.#store.write(tx => {
      setCaConfig(tx, config)
      if (root) addCaRoot(tx, { ...root.row, ...(signed !== undefined && { CrossSigned: signed }) })
    })
    if (root) await this.#reissue()
  }

  get configuration(): CaConfig {
    return getCaConfig(this.#store.view)
  }

  /** After an attempt to replace it that was refused, Consul writes a configuration anew with what it leaves open. */
  completeConfiguration(): void {
    const config = getCaConfig(this.#store.view)
    if (config.Config?.['IntermediateCertTTL'] !== undefined) return
    this.#store.write(tx => setCaConfig(tx, { ...config, Config: { ...LEFT_OPEN, ...config.Config } }))
  }

  #crossSign(root: Root, issuer: Root): Promise<string> {
    const notBefore = toSeconds(this.#clock.now() - LEEWAY)
    const times = { notBefore, notAfter: notBefore + CROSS_LIFETIME }
    return signRoot(root, issuer, { serialNumber: this.#nextSerial(), uri: `spiffe://${this.trustDomain}`, ...times })
  }

  /** Issued certificates are made anew. */
  async #reissue(): Promise<void> {
    const issuer = await this.#signing(this.roots[0] as CaRoot)
    for (const service of [...this.#issued.keys()]) {
      const made = this.#makeLeaf(service, issuer)
      this.#leaves.set(service, made)
      await made
    }
  }

  /** One more than that of the certificate before it. */
  #nextSerial(): number {
    const known = caRoots(this.#store.view).map(({ SerialNumber }) => SerialNumber)
    this.#serial = Math.max(this.#serial ?? this.#serialBefore(), ...known) + 1
    return this.#serial
  }

  /** What no certificate from before a restart is above: each of them moved an index that is kept. */
  #serialBefore(): number {
    const issued = this.#store.view.max(LEAF_ENTRY)
    return issued === 0 ? FIRST_SERIAL - 1 : issued + FIRST_SERIAL
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
    return `spiffe://${this.trustDomain}/ns/default/dc/${this.#settings.datacenter}/svc/${encodePercent(service, encodeURI)}`
  }

  /** The certificate of a service, for a client: it is renewed in time as long as clients ask for it. */
  async leafFor(service: string, since?: number): Promise<Leaf> {
    const leaf = await this.leaf(service, since)
    this.#renewals.asked(service)
    return leaf
  }

  /** The certificate of a service: the last one as long as most of its life is left. The first one counts as made at `since`. */
  async leaf(service: string, since?: number): Promise<Leaf> {
    const old = await this.#leaves.get(service)
    if (old && old.issuer === this.roots[0]?.ID && this.#clock.now() < renewalOf(old)) return old
    const made = this.root().then(issuer => this.#makeLeaf(service, issuer, old ? undefined : since))
    this.#leaves.set(service, made)
    made.catch(() => this.#leaves.delete(service))
    return made
  }

  async #makeRoot(config: NewCaConfig): Promise<Root> {
    const { keyType, givenKey } = keyOf(config)
    const notBefore = toSeconds(this.#clock.now())
    const serialNumber = this.#nextSerial()
    const times = {
      serialNumber,
      notBefore,
      notAfter: notBefore + ttlOf(config.Config, 'RootCertTTL', 87_600 * HOUR) / MILLISECOND,
    }
    // seven or eight characters, as Consul names its roots
    const own = Math.floor(parseInt(this.#random.uuid().replace('-', '').slice(0, 10), 16) / 8).toString(36)
    const name = `pri-${own}.consul.ca.${this.clusterId.slice(0, 8)}.consul`
    const claims = { ...times, uri: `spiffe://${this.trustDomain}` }
    const made = await makeRoot(name, claims, keyType, givenKey === '' ? undefined : givenKey)
    const row = {
      ID: made.fingerprint,
      KeyID: made.keyId,
      Subject: made.subject,
      SerialNumber: serialNumber,
      NotBefore: notBefore,
      NotAfter: times.notAfter,
      RootCert: made.pem,
      PrivateKey: givenKey === '' ? keyPemOf(made.keys.privateKey, keyType) : givenKey,
      PrivateKeyType: keyType.type,
      PrivateKeyBits: keyType.bits,
      KeyGiven: givenKey !== '',
      Active: true,
      CreateIndex: 0,
      ModifyIndex: 0,
    }
    this.#keys.set(made.fingerprint, Promise.resolve(made.keys))
    return { ...made, row, keyType }
  }

  async #makeLeaf(service: string, issuer: Root, madeAt = this.#clock.now()): Promise<Leaf> {
    const serialNumber = this.#nextSerial()
    const notBefore = toSeconds(this.#clock.now() - LEEWAY)
    const times = { notBefore, notAfter: notBefore + this.#leafLifetime() }
    const uri = this.uriOf(service)
    const { pem: own, keyPem } = await makeLeaf(issuer, { serialNumber, uri, ...times })
    const pem = own + (issuer.row.CrossSigned ?? '')
    return this.#store.write(tx => {
      tx.bump(LEAF_ENTRY)
      const made = { pem, keyPem, service, uri, ...times, index: tx.index, issuer: issuer.fingerprint, madeAt }
      const leaf = { serialNumber: hexOf(serialNumber), ...made }
      this.#issued.set(service, leaf)
      this.#renewals.plan(service, renewalOf(leaf))
      return leaf
    })
  }

  #leafLifetime(): number {
    return Math.min(leafLifetime(getCaConfig(this.#store.view).Config) / MILLISECOND, ROOT_LIFETIME)
  }
}

/** When the certificate of a service is to be replaced. */
const renewalOf = ({ notBefore, notAfter }: Leaf): number => notBefore + (notAfter - notBefore) * RENEW_AFTER

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

/** Nanoseconds that certificates of services live; throws on what is no duration. */
export const leafLifetime = (config: NewCaConfig['Config']): number => ttlOf(config, 'LeafCertTTL', 72 * HOUR)

function ttlOf(config: NewCaConfig['Config'], name: string, standard: number): number {
  const ttl = config?.[name]
  if (typeof ttl === 'string') return parseDuration(ttl)
  return typeof ttl === 'number' ? ttl : standard
}

const toSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000
