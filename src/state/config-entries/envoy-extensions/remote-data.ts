import { camelStruct } from '../../../go/mapstructure/containers.ts'
import { int, string } from '../../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../../go/mapstructure/type.ts'
import { quoteGo } from '../../../go/quote.ts'
import { parseUrl, UrlError } from '../../../go/url.ts'
import { durationProblem, serviceName } from './extension.ts'
import { parseDuration } from '../../../go/duration.ts'

const retryPolicy = camelStruct({
  RetryBackOff: camelStruct({ BaseInterval: string, MaxInterval: string }),
  NumRetries: int,
})

/** Code that proxies fetch from a service of the mesh. */
export const remoteData = camelStruct({
  HttpURI: camelStruct({ Service: serviceName, URI: string, Timeout: string }),
  SHA256: string,
  RetryPolicy: retryPolicy,
})
type RemoteData = ValueOf<typeof remoteData>

export const isRemote = ({ HttpURI }: RemoteData): boolean => HttpURI.Service.Name !== '' || HttpURI.URI !== ''

export function remoteDataProblems({ HttpURI, SHA256, RetryPolicy }: RemoteData): readonly string[] {
  const found: string[] = []
  if (HttpURI.Service.Name === '' || HttpURI.URI === '') {
    found.push('both Service and URI are required for Remote data sources')
  }
  if (SHA256 === '') found.push('SHA256 checksum is required for Remote data sources')
  const uri = urlProblem(HttpURI.URI)
  if (uri !== undefined) found.push(`invalid HttpURI.URI: ${uri}`)
  const timeout = durationProblem(HttpURI.Timeout)
  if (timeout !== undefined) {
    found.push(`failed to parse HttpURI.Timeout ${quoteGo(HttpURI.Timeout)} as a duration: ${timeout}`)
  }
  return [...found, ...retryProblems(RetryPolicy)]
}

function urlProblem(text: string): string | undefined {
  try {
    parseUrl(text)
    return undefined
  } catch (err) {
    if (err instanceof UrlError) return err.message
    throw err
  }
}

function retryProblems({ NumRetries, RetryBackOff }: ValueOf<typeof retryPolicy>): readonly string[] {
  const found: string[] = []
  if (NumRetries < 0) found.push('RetryPolicy.NumRetries must be greater than or equal to 0')
  const { BaseInterval, MaxInterval } = RetryBackOff
  for (const [field, text] of Object.entries({ BaseInterval, MaxInterval })) {
    const problem = durationProblem(text)
    if (problem !== undefined) found.push(`failed to parse RetryBackOff.${field} ${quoteGo(text)}: ${problem}`)
  }
  const base = `RetryBackOff.BaseInterval ${quoteGo(BaseInterval)}`
  const max = `RetryBackOff.MaxInterval ${quoteGo(MaxInterval)}`
  if (BaseInterval !== '' && lengthOf(BaseInterval) <= 0) {
    found.push(`${base} must be greater than zero and less than or equal to ${max}`)
  }
  if (MaxInterval !== '' && lengthOf(MaxInterval) < lengthOf(BaseInterval)) {
    found.push(`${max} must be greater than or equal to ${base}`)
  }
  return found
}

/** What is no duration is compared as none, as in Consul. */
const lengthOf = (text: string): number =>
  text === '' || durationProblem(text) !== undefined ? 0 : parseDuration(text)
