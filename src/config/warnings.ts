import { quoteGo } from '../go/quote.ts'
import type { Settings } from '../model/settings.ts'
import type { Config } from './decode.ts'
import { deprecations, uiDeprecations } from './deprecations.ts'
import { nodeNameProblem } from './node.ts'
import { ignoredKeys } from './without-effect.ts'

/** Consul's warnings about a valid configuration. */
export function configWarnings(config: Readonly<Config>, settings: Settings): string[] {
  const warnings = deprecations(config)
  if (settings.clientAddresses.length === 0) warnings.push(NO_CLIENTS)
  for (const rule of prefixFilter(config)) {
    if (!/^[+-]/.test(rule)) warnings.push(`Filter rule must begin with either '+' or '-': ${quoteGo(rule)}`)
  }
  warnings.push(...uiDeprecations(config))
  if (!PKI_NAME.test(settings.datacenter)) warnings.push(notForCertificates(settings.datacenter))
  const name = nodeNameProblem(settings.nodeName)
  if (name !== undefined) warnings.push(name)
  const streaming = (config['rpc'] as { enable_streaming?: boolean } | undefined)?.enable_streaming
  if (streaming && !settings.server) warnings.push(STREAMING)
  warnings.push(...bootstrapWarnings(config, settings))
  const autoEncrypt = (config['auto_encrypt'] as { allow_tls?: boolean } | undefined)?.allow_tls
  if (autoEncrypt && !settings.tls.internalRpc.verifyIncoming) warnings.push(AUTO_ENCRYPT)
  const isOpen = !settings.acl.enabled && settings.http.allowWriteFrom.length === 0
  if (settings.enableScriptChecks && isOpen) warnings.push(SCRIPTS)
  return warnings
}

/** Our own: what is done otherwise than a configuration asks, and one line that names all keys that ask for something that is not done. */
export function ignoredWarnings(config: Readonly<Config>, { ui }: Settings): string[] {
  const ignored = ignoredKeys(config).sort()
  return [
    ...(ui.contentPath === '/' ? ['ui_config.content_path is "/": the page is at /ui/'] : []),
    ...(ignored.length === 0 ? [] : [`Configuration that has no meaning here is ignored: ${ignored.join(', ')}`]),
  ]
}

function bootstrapWarnings(config: Readonly<Config>, { bootstrap, bootstrapExpect: servers }: Settings): string[] {
  if (config['bootstrap_expect'] === 1)
    return ['BootstrapExpect is set to 1; this is the same as Bootstrap mode.', BOOTSTRAP]
  if (bootstrap) return [BOOTSTRAP]
  if (servers === 0) return []
  const expecting = `bootstrap_expect > 0: expecting ${servers} servers`
  if (servers === 2) {
    return [`bootstrap_expect = 2: A cluster with 2 servers will provide no failure tolerance. ${TABLE}`, expecting]
  }
  return servers % 2 === 1 ? [expecting] : [`${EVEN} ${TABLE}`, expecting]
}

const prefixFilter = (config: Readonly<Config>): readonly string[] =>
  (config['telemetry'] as { prefix_filter?: readonly string[] } | undefined)?.prefix_filter ?? []

/** Names that certificates can hold. */
const PKI_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/
const notForCertificates = (name: string): string =>
  `Datacenter : ${quoteGo(name)} will not be PKI X.509 compatible due to invalid characters. Valid characters include lowercase alphanumeric characters with dashes in between.`

const BOOTSTRAP = 'bootstrap = true: do not enable unless necessary'
const STREAMING = 'rpc.enable_streaming = true has no effect when not running in server mode'
const EVEN =
  'bootstrap_expect is even number: A cluster with an even number of servers does not achieve optimum fault tolerance.'
const TABLE = 'See https://developer.hashicorp.com/docs/internals/consensus.html#deployment-table'
const AUTO_ENCRYPT =
  'if auto_encrypt.allow_tls is turned on, tls.internal_rpc.verify_incoming should be enabled (either explicitly or via tls.defaults.verify_incoming). ' +
  'It is necessary to turn it off during a migration to TLS, but it should definitely be turned on afterwards.'
const NO_CLIENTS =
  'client_addr is empty, client services (DNS, HTTP, HTTPS, GRPC) will not be listening for connections'
const SCRIPTS =
  'using enable-script-checks without ACLs and without allow_write_http_from is DANGEROUS, use enable-local-script-checks instead, ' +
  'see https://www.hashicorp.com/blog/protecting-consul-from-rce-risk-in-specific-configurations/'
