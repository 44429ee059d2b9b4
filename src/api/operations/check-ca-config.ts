import { formatDuration, HOUR } from '../../go/duration.ts'
import { decodeWeakly, MapstructureError } from '../../go/mapstructure/decode.ts'
import type { Type } from '../../go/mapstructure/type.ts'
import { readKeyPair } from '../../lib/key-pair.ts'
import { Refusal, refusal } from '../refusals.ts'
import { awsProvider, type CommonConfig, consulProvider, vaultProvider, withDefaults } from './ca-provider-config.ts'
import { quoteGo } from '../../go/quote.ts'

type Config = Readonly<Record<string, unknown>>

const fail = (text: string): Refusal => new Refusal(500, text)

/** What a provider says of its configuration by itself. */
class CaConfigProblem extends Error {}
const bad = (why: string): CaConfigProblem => new CaConfigProblem(why)

/**
 * Refuses what a provider cannot be configured with, in Consul's order. Certificates are made by the built-in provider; the
 * others are refused as they refuse a configuration without their servers.
 */
export function checkCaConfig(provider: string, config: Config): void {
  if (!PROVIDERS.has(provider)) {
    throw fail(`could not initialize provider: unknown CA provider ${quoteGo(provider)}`)
  }
  const problem = caConfigProblem(provider, config)
  if (problem !== undefined) throw fail(`error configuring provider: ${problem}`)
  if (provider === 'consul') return checkMakeable(config)
  if (provider === 'aws-pca') {
    throw fail('error generating CA root certificate: MissingRegion: could not find region configuration')
  }
  throw refusal.notBuilt(`the CA provider "${provider}"`, 'certificates are made by the built-in one only.')
}

const PROVIDERS: ReadonlySet<string> = new Set(['consul', 'vault', 'aws-pca'])

/**
 * What is wrong with the configuration of a provider; undefined where nothing is, or there is no such provider. `ofFile`: it stands in a
 * configuration file, where a root has to be named, too.
 */
export function caConfigProblem(provider: string, config: Config, ofFile = false): string | undefined {
  try {
    if (provider === 'consul') checkConsul(config, ofFile)
    else if (provider === 'vault') checkVault(config, ofFile)
    else if (provider === 'aws-pca') checkAws(config, ofFile)
    return undefined
  } catch (err) {
    if (err instanceof CaConfigProblem) return err.message
    throw err
  }
}

function checkConsul(given: Config, ofFile: boolean): void {
  const config = decoded(consulProvider, given, ofFile)
  if (config.RootCert !== '' && config.PrivateKey === '') {
    throw bad('must provide a private key when providing a root cert')
  }
  checkCommon(config)
}

/** Refuses what the built-in provider cannot make. */
function checkMakeable(given: Config): void {
  const config = decoded(consulProvider, given, false)
  const { type, bits } = withDefaults(config)
  if (type === 'ec' && bits === 224) throw refusal.notBuilt('EC keys of 224 bits', 'the runtime makes none.')
  checkKey(config.PrivateKey, config.RootCert)
}

function checkVault(given: Config, ofFile: boolean): void {
  const config = decoded(vaultProvider, given, ofFile)
  if (config.Token === '' && !config.AuthMethod) {
    throw bad('must provide a Vault token or configure a Vault auth method')
  }
  if (config.Token !== '' && config.AuthMethod) {
    throw bad('only one of Vault token or Vault auth method can be provided, but not both')
  }
  if (ofFile && config.RootPKIPath === '') throw bad('must provide a valid path to a root PKI backend')
  if (config.IntermediatePKIPath === '') throw bad('must provide a valid path for the intermediate PKI backend')
  checkCommon(config)
}

function checkAws(given: Config, ofFile: boolean): void {
  const config = decoded(awsProvider, given, ofFile)
  checkCommon(config)
  const { leaf } = withDefaults(config)
  if (leaf < DAY) {
    const what = "AWS PCA doesn't support certificates that are valid for less than 24 hours"
    throw bad(`${what}, LeafTTL of ${formatDuration(leaf)} configured`)
  }
}

/** Over HTTP a list of one value is not taken for the value, as it is in files. */
function decoded<T>(type: Type<T>, given: Config, ofFile: boolean): T {
  try {
    return decodeWeakly(type, given, { keepsLists: !ofFile }).value
  } catch (err) {
    if (err instanceof MapstructureError) throw bad(`error decoding config: ${err.message}`)
    throw err
  }
}

const MIN_LEAF = HOUR
const DAY = 24 * HOUR
const EC_BITS: ReadonlySet<number> = new Set([224, 256, 384, 521])
const RSA_BITS: ReadonlySet<number> = new Set([2048, 4096])

function checkCommon(config: CommonConfig): void {
  if (config.SkipValidate) return
  const { leaf, intermediate, root, type, bits } = withDefaults(config)
  if (root < intermediate) {
    const ttls = `root cert ttl: ${formatDuration(root)}, intermediate cert ttl: ${formatDuration(intermediate)}`
    throw bad(`root cert TTL is set and is not greater than intermediate cert ttl. ${ttls}`)
  }
  if (leaf < MIN_LEAF) throw bad(`leaf cert TTL must be greater or equal than ${formatDuration(MIN_LEAF)}`)
  if (leaf > 365 * DAY) throw bad(`leaf cert TTL must be less than ${formatDuration(365 * DAY)}`)
  if (intermediate < 3 * MIN_LEAF) throw bad('Intermediate Cert TTL must be greater or equal than 3h')
  if (intermediate < 3 * leaf) {
    const min = formatDuration(3 * leaf)
    throw bad(`Intermediate Cert TTL must be greater or equal than 3 * LeafCertTTL (>=${min}).`)
  }
  if (type !== 'ec' && type !== 'rsa') throw bad("private key type must be either 'ec' or 'rsa'")
  if (type === 'ec' && !EC_BITS.has(bits)) throw bad('EC key length must be one of (224, 256, 384, 521) bits')
  if (type === 'rsa' && !RSA_BITS.has(bits)) throw bad('RSA key length must be 2048 or 4096 bits')
}

function checkKey(key: string, certificate: string): void {
  if (key === '') return
  const pair = readKeyPair(key, certificate)
  if (certificate !== '' && !pair.hasCertificate) throw fail('no PEM-encoded data found')
  if (!pair.hasKey) {
    const why = `error parsing private key ${quoteGo(key)}: no PEM-encoded data found`
    throw fail(`error generating CA root certificate: error generating CA: ${why}`)
  }
  if (certificate !== '') throw refusal.notBuilt('a root certificate of your own', 'roots are made from keys alone.')
}
