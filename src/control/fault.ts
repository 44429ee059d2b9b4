import { ConsulError } from '../model/errors.ts'
import { flag, func, type Kind, kind, members, whole } from '../lib/kinds.ts'
import { check } from '../library/check.ts'
import type { Duration } from '../library/duration.ts'
import { milliseconds } from './duration.ts'
import type { RecordedRequest } from './recorded.ts'
import type { RecordedRequest as RequestEntry } from './recorded-request.ts'

/** How an HTTP request fails. `delay` combines with every other field; the others combine where that makes sense. */
export interface HttpFault {
  /** The status of the answer that is sent instead. */
  readonly status?: number
  /** The body of that answer: text, or a value that is sent as JSON. */
  readonly body?: unknown
  /** Additional headers of that answer. */
  readonly headers?: Readonly<Record<string, string>>
  /** Computes the answer of each request; undefined lets the request through. */
  readonly answer?: AnswerFunction
  /** Delays the request, on the emulator's clock. */
  readonly delay?: Duration
  /** Never answers, until the fault is removed. */
  readonly hang?: boolean
  /** Resets the connection. */
  readonly reset?: boolean
  /** Sends the headers and that many bytes of the body, then closes the connection. */
  readonly truncate?: number
  /** Reports this `X-Consul-Index`; a blocking query on a larger index is answered at once. */
  readonly index?: number
  /** Answers blocking queries at once, although nothing has changed. */
  readonly spuriousWake?: boolean
  /**
   * Answers requests that need a leader with `500 No cluster leader`; stale reads report that no leader is known. Endpoints that the agent
   * serves by itself (`/v1/agent/`, `/v1/status/`) are not affected.
   */
  readonly noLeader?: boolean
  /** The time since the last contact with the leader that stale reads report; a smaller `?max_stale` gets a fresh answer. */
  readonly lastContact?: Duration
  /** Whether stale reads report a known leader. */
  readonly knownLeader?: boolean
}

/** An answer that is sent instead of Consul's. */
export interface FaultAnswer {
  /** Default 200. */
  readonly status?: number
  /** Text, or a value that is sent as JSON. Default: the name of the status. */
  readonly body?: unknown
  /** Additional headers. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Computes the answer to a request, or returns undefined to let it through. The request is as in the journal, with the part of its body
 * that has arrived. An error is answered with status 500.
 *
 * @example ({ key }) => ({ status: 200, body: [{ Key: key, Value: btoa('made up') }] })
 */
export type AnswerFunction = (
  request: RecordedRequest,
) => FaultAnswer | undefined | void | Promise<FaultAnswer | undefined | void>

/** An HTTP fault; those without parameters can be given by name, and a function stands for `{ answer }`. */
export type Fault = HttpFault | AnswerFunction | 'hang' | 'reset' | 'spuriousWake' | 'noLeader'

/** How a DNS question fails. `truncate` applies to UDP only, so that the client can continue over TCP. */
export type DnsFault = 'servfail' | 'drop' | 'truncate' | { readonly delay: Duration }

/** A fault with its durations in milliseconds, every member checked. */
export type CheckedFault = Omit<HttpFault, 'delay' | 'lastContact'> & {
  readonly delay?: number
  readonly lastContact?: number
}

export interface CheckedDnsFault {
  readonly kind: 'servfail' | 'drop' | 'truncate' | 'delay'
  /** Milliseconds. */
  readonly delay: number
}

const refuse = (reason: string): ConsulError => new ConsulError('MC_ERR_FAULT', `Failed to make a fault: ${reason}.`)

const duration = kind('a duration', () => true)
const answerMembers = {
  status: whole('a status from 200 to 599', 200, 599),
  body: kind('a text, or what JSON can carry', isSendable),
  headers: kind('an object of texts that headers may have', isHeaders),
}

/** What a function may answer. */
export const answerKind = members('an object such as { status: 500 }', answerMembers)

/** What each member may be; durations are looked at when they are read. */
const faultKind = members('an object such as { status: 500 }', {
  ...answerMembers,
  answer: func,
  delay: duration,
  hang: flag,
  reset: flag,
  truncate: whole('a number of bytes'),
  index: whole('an index'),
  spuriousWake: flag,
  noLeader: flag,
  lastContact: duration,
  knownLeader: flag,
} satisfies { readonly [K in keyof Required<HttpFault>]: Kind })

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Announces what only chunked answers can bring; Node throws. */
const UNSENDABLE = 'trailer'
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** As deep as JSON made by machines goes: what is indented for a list of faults grows by the square of it. */
const DEEPEST = 100

/** Whether it can be written when a request meets the fault: it would be too late to find out then. */
function isSendable(body: unknown): boolean {
  try {
    return typeof body === 'string' || (isShallow(body) && JSON.stringify(body) !== undefined)
  } catch {
    return false
  }
}

const isShallow = (value: unknown, left = DEEPEST): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (left > 0 && Object.values(value).every(member => isShallow(member, left - 1)))

function isHeaders(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([name, text]) =>
      HEADER_NAME.test(name) &&
      name.toLowerCase() !== UNSENDABLE &&
      typeof text === 'string' &&
      HEADER_VALUE.test(text),
  )
}

/** Of these one answer cannot have two. */
const ENDS = ['status', 'answer', 'hang', 'reset', 'noLeader'] as const

export function checkFault(given: Fault): CheckedFault {
  const fault: HttpFault =
    typeof given === 'string' ? { [given]: true } : typeof given === 'function' ? { answer: given } : given
  check(faultKind, fault, { what: 'make a fault', code: 'MC_ERR_FAULT' })
  const names = Object.keys(fault).filter(name => fault[name as keyof HttpFault] !== undefined)
  const set = (name: keyof HttpFault): boolean => fault[name] !== undefined && fault[name] !== false
  if (!names.some(name => name === 'knownLeader' || set(name as keyof HttpFault))) throw refuse('it does nothing')
  const ends = ENDS.filter(set)
  if (ends.length > 1) throw refuse(`${ends.join(' and ')} do not go together`)
  if ((set('body') || set('headers')) && !set('status')) throw refuse('a body or headers need a status')
  const { delay, lastContact, ...rest } = fault
  return {
    ...rest,
    ...(delay !== undefined && { delay: milliseconds(delay, 'read the delay') }),
    ...(lastContact !== undefined && { lastContact: milliseconds(lastContact, 'read lastContact') }),
  }
}

const DNS_KINDS = new Set(['servfail', 'drop', 'truncate'])

export function checkDnsFault(fault: DnsFault): CheckedDnsFault {
  if (typeof fault === 'string' && DNS_KINDS.has(fault)) return { kind: fault, delay: 0 }
  if (typeof fault === 'object' && fault?.delay !== undefined) {
    return { kind: 'delay', delay: milliseconds(fault.delay, 'read the delay') }
  }
  throw refuse(`one of DNS is ${[...DNS_KINDS].join(', ')} or a delay`)
}

/** Whether a fault means anything to a request: only stale reads can be stale, and only blocked queries can be woken. */
export function concerns(fault: CheckedFault, request: RequestEntry): boolean {
  if (fault.spuriousWake === true && !waits(request)) return false
  if (fault.noLeader === true && !needsLeader(request)) return false
  if (fault.lastContact !== undefined || fault.knownLeader !== undefined)
    return isStale(request, fault.lastContact ?? 0)
  return true
}

const waits = ({ query }: RequestEntry): boolean => Number(query['index'] ?? 0) > 0

const needsLeader = ({ path }: RequestEntry): boolean =>
  path.startsWith('/v1/') && !path.startsWith('/v1/agent/') && !path.startsWith('/v1/status/')

/** Whether a request reads from any server, even from one that heard of the leader `age` milliseconds ago. */
export function isStale({ query }: RequestEntry, age: number): boolean {
  const maxStale = query['max_stale'] ?? ''
  if (maxStale === '') return query['stale'] !== undefined
  try {
    return age <= milliseconds(maxStale, 'read max_stale')
  } catch {
    return false
  }
}
