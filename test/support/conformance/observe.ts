import type { DnsAnswer } from './dns-client.ts'
import type { DnsRecord } from './dns-message.ts'
import type { Reply } from './reply.ts'
import { jsonOf, shapeOf } from './json.ts'
import type { Question, Step } from './scenario.ts'

/** The headers that carry meaning; all others are the server's own affair. */
const HEADERS = [
  'content-type',
  'content-encoding',
  'allow',
  'location',
  'vary',
  'x-consul-index',
  'x-consul-knownleader',
  'x-consul-lastcontact',
  'x-consul-effective-consistency',
  'x-consul-default-acl-policy',
  'x-consul-query-backend',
  'x-consul-contenthash',
  'x-consul-results-filtered-by-acls',
  'x-consul-reason',
  'x-consul-translate-addresses',
  'x-cache',
  'content-security-policy',
  'x-content-type-options',
]

const REDIRECTS = [301, 302, 307, 308]

/** What counts of an HTTP answer that took so many milliseconds. */
export function observe(reply: Reply, ms: number, step: Step): Record<string, unknown> {
  if (step.anyRedirect && REDIRECTS.includes(reply.status)) {
    return { status: 'redirect', location: reply.headers.location }
  }
  const headers = Object.fromEntries(
    HEADERS.filter(name => reply.headers[name] !== undefined).map(name => [name, reply.headers[name]]),
  )
  const json = step.asText ? undefined : jsonOf(reply, step.asJson)
  const body = json === undefined ? { text: reply.body } : { json: step.shape ? shapeOf(json) : json }
  const seen = { status: reply.status, headers, ...body, ...(step.peer && { certificate: reply.certificate }) }
  if (!step.took) return seen
  const [min, max] = step.took
  return { ...seen, took: ms >= min && ms <= max ? 'in range' : `out of range ${min},${max}: ${Math.round(ms)} ms` }
}

/** What counts of a DNS answer; none is a silence that the question allows. */
export function observeDns(message: DnsAnswer | undefined, question: Question): Record<string, unknown> {
  if (!message) return { silence: true }
  const { bytes, ...seen } = message
  const { rcode, tc, answer, authority, additional } = seen
  // which of many records are answered is chance
  if (question.count) return { rcode, tc, answers: answer.length, additional: additional.length }
  if (question.withinSize) return { rcode, tc, fits: bytes <= question.withinSize, any: answer.length > 0 }
  const order = (records: DnsRecord[]) =>
    question.ordered ? records : [...records].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return { ...seen, answer: order(answer), authority: order(authority), additional: order(additional) }
}
