import { parsedJson } from './json-problem.ts'
import { parsePairs, parseWhole } from './pairs.ts'

/** How a request that meets a fault ends, in the order of the form. */
export const HTTP_ENDS: Readonly<Record<string, string>> = {
  status: 'An error or another answer is sent',
  hang: 'It is never answered',
  reset: 'The connection is reset',
  leader: 'It is told that there is no leader',
  consul: 'Consul answers, changed as below',
}

/** How a question that meets a fault ends. */
export const DNS_ENDS: Readonly<Record<string, string>> = {
  servfail: 'It is answered with SERVFAIL',
  drop: 'It is never answered',
  truncate: 'The answer over UDP is truncated',
  delay: 'The answer is delayed',
}

type Text = (field: string) => string

/** The body that sets up a fault, from the fields of the form. Throws for an invalid one. */
export function faultBody(about: 'http' | 'dns', end: string, text: Text): object {
  const percent = text('chance') === '' ? 100 : Number(text('chance'))
  if (!(percent > 0 && percent <= 100)) throw new Error('Probability is a percentage above 0.')
  const times = parseWhole('Times', text('times'))
  if (times === 0) throw new Error('Times is 1 or more.')
  return {
    Match: about === 'dns' ? dnsMatch(text) : httpMatch(text),
    Fault: about === 'dns' ? dnsEffect(end, text) : httpEffect(end, text),
    ...(times !== undefined && { Times: times }),
    ...(percent < 100 && { Probability: percent / 100 }),
  }
}

const filled = (members: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''))

function httpMatch(text: Text): object {
  const query = parsePairs(text('query'))
  return {
    ...filled({ Method: text('method'), Path: text('path'), Key: text('key'), Token: text('token') }),
    ...(Object.keys(query).length > 0 && { Query: query }),
  }
}

const dnsMatch = (text: Text): object => ({ DNS: filled({ Name: text('name'), Type: text('type') }) })

function dnsEffect(end: string, text: Text): object {
  if (end !== 'delay') return { DNS: end }
  if (text('delay') === '') throw new Error('Delay is missing.')
  return { DNS: { Delay: text('delay') } }
}

function httpEffect(end: string, text: Text): object {
  const delay = filled({ Delay: text('delay') })
  if (end === 'hang') return { ...delay, Hang: true }
  if (end === 'reset') return { ...delay, Reset: true }
  if (end === 'leader') return { ...delay, NoLeader: true }
  const truncate = parseWhole('Truncate after', text('truncate'))
  const index = parseWhole('Index', text('index'))
  const common = {
    ...delay,
    ...(truncate !== undefined && { Truncate: truncate }),
    ...(index !== undefined && { Index: index }),
  }
  if (end === 'status') return { ...common, ...answerOf(text) }
  return {
    ...common,
    ...(text('wake') === 'true' && { SpuriousWake: true }),
    ...filled({ LastContact: text('lastContact') }),
    ...(text('knownLeader') !== '' && { KnownLeader: text('knownLeader') === 'true' }),
  }
}

/** The answer that is sent instead: a body that is JSON goes as such. */
function answerOf(text: Text): object {
  const headers = parsePairs(text('headers'))
  const body = text('body')
  return {
    Status: parseWhole('Status', text('status')) ?? 500,
    ...(body !== '' && { Body: /^[{[]/.test(body) ? parsedJson(body) : body }),
    ...(Object.keys(headers).length > 0 && { Headers: headers }),
  }
}

/** An object in one line, for people: `Method: GET, Path: /v1/kv/a`. */
export function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([name, part]) => {
    if (part === true) return name
    return typeof part === 'object' ? `${name} (${oneLine(part)})` : `${name}: ${String(part)}`
  })
  return parts.filter(part => !part.endsWith('()')).join(', ')
}
