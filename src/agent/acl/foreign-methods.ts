import { nodeCrypto } from '../../lib/node-crypto.ts'
import { list, struct } from '../../go/mapstructure/containers.ts'
import { decodeWeakly, MapstructureError } from '../../go/mapstructure/decode.ts'
import { bool, int, string } from '../../go/mapstructure/scalars.ts'
import { onlyCamel, type Type } from '../../go/mapstructure/type.ts'
import { quoteGo } from '../../go/quote.ts'
import { parseUrl, UrlError } from '../../go/url.ts'
import { JwtError } from './jwt/errors.ts'
import { parseJwt } from './jwt/parse.ts'

/** The configuration of an auth method that is checked against a service of others. */
export type ForeignConfig = Readonly<Record<string, unknown>>

/** What Consul finds wrong with a configuration, in its words and its order; undefined for nothing. */
export const foreignProblems: Readonly<Record<string, (config: ForeignConfig) => string | undefined>> = {
  kubernetes: config => firstProblem(() => checkKubernetes(decode(kubernetesConfig, config))),
  'aws-iam': config => firstProblem(() => checkAws(decode(awsConfig, config))),
}

class Problem extends Error {}

const refuse = (text: string): never => {
  throw new Problem(text)
}

function firstProblem(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Problem || error instanceof UrlError) return error.message
    throw error
  }
}

function decode<T>(type: Type<T>, config: ForeignConfig): T {
  try {
    return decodeWeakly(type, config, { keepsLists: true, refusesUnknown: true }).value
  } catch (error) {
    if (error instanceof MapstructureError) return refuse(`error decoding config: ${error.message}`)
    throw error
  }
}

const text = onlyCamel(string)
const texts = onlyCamel(list(string))

const kubernetesConfig = struct({ Host: text, CACert: text, ServiceAccountJWT: text })

function checkKubernetes({ Host, CACert, ServiceAccountJWT }: ReturnType<typeof kubernetesConfig.zero>): void {
  if (Host === '') refuse('Config.Host is required')
  if (CACert === '') refuse('Config.CACert is required')
  checkCertificates(CACert)
  if (ServiceAccountJWT === '') refuse('Config.ServiceAccountJWT is required')
  checkJwt(ServiceAccountJWT)
  checkHost(Host)
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs

function checkCertificates(pem: string): void {
  const blocks = pem.match(CERTIFICATE) ?? []
  const why = blocks.length === 0 ? 'data does not contain any valid RSA or ECDSA certificates' : undefined
  if (why !== undefined) refuse(`error parsing kubernetes ca cert: ${why}`)
  if (!blocks.every(isCertificate)) refuse('error parsing kubernetes ca cert: x509: malformed certificate')
}

function isCertificate(pem: string): boolean {
  try {
    const { X509Certificate } = nodeCrypto()
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

/** In the compact form or as JSON. */
function checkJwt(token: string): void {
  if (token.trimStart().startsWith('{')) return
  try {
    parseJwt(token)
  } catch (error) {
    if (error instanceof JwtError) refuse(`Config.ServiceAccountJWT is not a valid JWT: ${error.message}`)
    throw error
  }
}

function checkHost(host: string): void {
  if (isWhole(host)) return
  const { path } = parseUrl(`https://${host}`)
  if (path !== '' && path !== '/') refuse(`host must be a URL or a host:port pair: ${quoteGo(host)}`)
}

function isWhole(url: string): boolean {
  try {
    const { scheme, host } = parseUrl(url)
    return scheme !== '' && host !== ''
  } catch (error) {
    if (error instanceof UrlError) return false
    throw error
  }
}

const awsConfig = struct({
  BoundIAMPrincipalARNs: texts,
  EnableIAMEntityDetails: onlyCamel(bool),
  IAMEntityTags: texts,
  ServerIDHeaderValue: text,
  MaxRetries: onlyCamel(int),
  IAMEndpoint: text,
  STSEndpoint: text,
  AllowedSTSHeaderValues: texts,
})

function checkAws(config: ReturnType<typeof awsConfig.zero>): void {
  const { BoundIAMPrincipalARNs: arns, EnableIAMEntityDetails: readsDetails, IAMEntityTags: tags } = config
  if ((arns ?? []).length === 0) refuse('BoundIAMPrincipalARNs is required and must have at least 1 entry')
  for (const arn of arns ?? []) {
    if (arn.includes('*') && !readsDetails) {
      refuse('Must set EnableIAMEntityDetails=true to use wildcards in BoundIAMPrincipalARNs')
    }
    if (!ARN.test(arn)) refuse(`Invalid principal ARN: ${quoteGo(arn)}`)
  }
  if ((tags ?? []).length > 0 && !readsDetails) refuse('Must set EnableIAMEntityDetails=true to use IAMUserTags')
  checkEndpoint('STSEndpoint', config.STSEndpoint)
  checkEndpoint('IAMEndpoint', config.IAMEndpoint)
}

/** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` of the two services that know principals. */
const ARN = /^arn:[^:]*:(?:iam|sts):[^:]*:[^:]*:./s

function checkEndpoint(name: string, url: string): void {
  if (url === '') return
  const why = firstProblem(() => {
    const { scheme, host } = parseUrl(url)
    if (scheme === '' || host === '') refuse(`url is invalid: ${quoteGo(url)}`)
  })
  if (why !== undefined) refuse(`${name} is invalid: ${why}`)
}
