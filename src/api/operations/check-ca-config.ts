import { formatDuration, HOUR } from '../../go/duration.ts'
import { struct } from '../../go/mapstructure/containers.ts'
import { decodeWeakly, MapstructureError } from '../../go/mapstructure/decode.ts'
import { duration, int, string } from '../../go/mapstructure/scalars.ts'
import { readKeyPair } from '../../lib/key-pair.ts'
import { Refusal, refusal } from '../refusals.ts'

type Config = Readonly<Record<string, unknown>>

const fail = (text: string): Refusal => new Refusal(500, text)

/** Certificates are made by the built-in provider; the others are refused as they refuse a configuration without their servers. */
export function checkProvider(provider: string, config: Config): void {
  if (provider === 'consul') return
  if (provider === 'vault') {
    if (!config['Token'] && !config['AuthMethod']) {
      throw fail('error configuring provider: must provide a Vault token or configure a Vault auth method')
    }
    if (!config['RootPKIPath'] || !config['IntermediatePKIPath']) {
      throw fail('error configuring provider: must provide a valid path for the intermediate PKI backend')
    }
  } else if (provider === 'aws-pca') {
    throw fail('error generating CA root certificate: MissingRegion: could not find region configuration')
  } else {
    throw fail(`could not initialize provider: unknown CA provider ${JSON.stringify(provider)}`)
  }
  throw refusal.notBuilt(`the CA provider "${provider}"`, 'certificates are made by the built-in one only.')
}

const type = struct({
  PrivateKey: string,
  PrivateKeyType: string,
  PrivateKeyBits: int,
  RootCert: string,
  LeafCertTTL: duration,
  IntermediateCertTTL: duration,
  RootCertTTL: duration,
})

const MIN_LEAF = HOUR
const DAY = 24 * HOUR
const EC_BITS: ReadonlySet<number> = new Set([224, 256, 384, 521])
const RSA_BITS: ReadonlySet<number> = new Set([2048, 4096])

/** Refuses what the built-in provider cannot be configured with, in Consul's order. */
export function checkCaConfig(given: Config): void {
  const config = decoded(given)
  const bad = (why: string): Refusal => fail(`error configuring provider: ${why}`)
  const leaf = config.LeafCertTTL || 3 * DAY
  const intermediate = config.IntermediateCertTTL || 365 * DAY
  if (leaf < MIN_LEAF) throw bad(`leaf cert TTL must be greater or equal than ${formatDuration(MIN_LEAF)}`)
  if (leaf > 365 * DAY) throw bad(`leaf cert TTL must be less than ${formatDuration(365 * DAY)}`)
  if (config.IntermediateCertTTL !== 0) {
    if (intermediate < 3 * MIN_LEAF) throw bad('Intermediate Cert TTL must be greater or equal than 3h')
    if (intermediate < 3 * leaf) {
      const min = formatDuration(3 * leaf)
      throw bad(`Intermediate Cert TTL must be greater or equal than 3 * LeafCertTTL (>=${min}).`)
    }
  }
  if (config.RootCertTTL !== 0 && config.RootCertTTL <= intermediate) {
    const ttls = `root cert ttl: ${formatDuration(config.RootCertTTL)}, intermediate cert ttl: ${formatDuration(intermediate)}`
    throw bad(`root cert TTL is set and is not greater than intermediate cert ttl. ${ttls}`)
  }
  checkKeyType(config.PrivateKeyType || 'ec', config.PrivateKeyBits || 256)
  if (config.RootCert !== '' && config.PrivateKey === '') {
    throw bad('must provide a private key when providing a root cert')
  }
  checkKey(config.PrivateKey, config.RootCert)
}

function decoded(given: Config): ReturnType<typeof type.zero> {
  try {
    return decodeWeakly(type, given).value
  } catch (err) {
    if (err instanceof MapstructureError)
      throw fail(`error configuring provider: error decoding config: ${err.message}`)
    throw err
  }
}

function checkKeyType(kind: string, bits: number): void {
  const bad = (why: string): Refusal => fail(`error configuring provider: ${why}`)
  if (kind !== 'ec' && kind !== 'rsa') throw bad("private key type must be either 'ec' or 'rsa'")
  if (kind === 'ec' && !EC_BITS.has(bits)) throw bad('EC key length must be one of (224, 256, 384, 521) bits')
  if (kind === 'ec' && bits === 224) throw refusal.notBuilt('EC keys of 224 bits', 'the runtime makes none.')
  if (kind === 'rsa' && !RSA_BITS.has(bits)) throw bad('RSA key length must be 2048 or 4096 bits')
}

function checkKey(key: string, certificate: string): void {
  if (key === '') return
  const pair = readKeyPair(key, certificate)
  if (certificate !== '' && !pair.hasCertificate) throw fail('no PEM-encoded data found')
  if (!pair.hasKey) {
    const why = `error parsing private key ${JSON.stringify(key)}: no PEM-encoded data found`
    throw fail(`error generating CA root certificate: error generating CA: ${why}`)
  }
  if (certificate !== '') throw refusal.notBuilt('a root certificate of your own', 'roots are made from keys alone.')
}
