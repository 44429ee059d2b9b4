import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Blocking } from '../agent/blocking.ts'
import { nextTurn } from '../lib/defer.ts'
import { type CheckedFault, isStale } from './fault.ts'
import type { HttpEntry } from './faults.ts'
import type { Held } from './held.ts'
import { answerWith, cutBody, editHeaders, resetConnection } from './http-effects.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** One request on its way. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly raw: IncomingMessage
  readonly res: ServerResponse
  /** Lets it go its way. */
  readonly pass: () => void
  readonly blocking: Blocking
  readonly held: Held
}

/** Lets a request meet a fault. */
export function meetFault({ id, fault }: HttpEntry, exchange: Exchange): void {
  const proceed = (): void => {
    if (fault.reset === true) resetConnection(exchange.raw, exchange.res)
    else if (fault.hang === true) hold(id, undefined, exchange, () => undefined)
    else answerFaultily(fault, exchange)
  }
  if (fault.delay === undefined) proceed()
  else hold(id, fault.delay, exchange, proceed)
}

function hold(id: string, ms: number | undefined, { res, pass, held }: Exchange, due: () => void): void {
  const forget = held.hold(id, ms, { due, freed: pass, stopped: () => void res.destroy() })
  res.once('close', forget)
}

function answerFaultily(fault: CheckedFault, exchange: Exchange): void {
  const { request, raw, res, pass } = exchange
  if (fault.truncate !== undefined) cutBody(res, fault.truncate)
  const headers = headersOf(fault)
  if (headers.size > 0) editHeaders(res, headers)
  if (fault.status !== undefined) return answerWith(raw, res, fault)
  if (fault.noLeader === true && !(request.method === 'GET' && isStale(request, 0))) {
    return answerWith(raw, res, { status: 500, body: 'No cluster leader' })
  }
  const goesBack = fault.index !== undefined && fault.index < Number(request.query['index'] ?? 0)
  if (fault.spuriousWake === true || goesBack) passAwake(exchange)
  else pass()
}

/** What answers say otherwise, by the lower-case names of headers. */
function headersOf({ index, lastContact, knownLeader, noLeader }: CheckedFault): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  if (index !== undefined) headers.set('x-consul-index', String(index))
  if (lastContact !== undefined) headers.set('x-consul-lastcontact', String(Math.trunc(lastContact)))
  const known = knownLeader ?? (noLeader === true ? false : undefined)
  if (known !== undefined) headers.set('x-consul-knownleader', String(known))
  return headers
}

/** Lets a request go its way; when it begins to wait it is answered at once. */
function passAwake({ request, res, pass, blocking }: Exchange): void {
  const stop = blocking.onChange((reader, waits) => {
    if (!waits || reader.label !== request.url) return
    stop()
    nextTurn(() => reader.release())
  })
  res.once('close', stop)
  pass()
}
