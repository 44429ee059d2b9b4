import type { Blocking } from '../agent/blocking.ts'
import type { Incoming } from '../http/exchange.ts'
import type { Prepared } from '../http/reply.ts'
import type { Responder } from '../http/responder.ts'
import { nextTurn } from '../lib/defer.ts'
import { errorText } from '../lib/error-text.ts'
import { check } from '../library/check.ts'
import { answerKind, type AnswerFunction, type CheckedFault, isStale } from './fault.ts'
import type { HttpEntry } from './faults.ts'
import type { Held } from './held.ts'
import { AlteringResponder, answerOf } from './http-effects.ts'
import { MAX_RECORDED_BODY } from './recorded-answer.ts'
import { hasBody, type RecordedRequest } from './recorded-request.ts'

/** One request on its way. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly raw: Incoming
  readonly res: Responder
  /** Lets it go its way, to be answered there. */
  readonly pass: (res: Responder) => void
  readonly blocking: Blocking
  readonly held: Held
}

/** Lets a request meet a fault. */
export function meetFault({ id, fault }: HttpEntry, exchange: Exchange): void {
  const proceed = (): void => {
    if (fault.reset === true) exchange.res.reset()
    else if (fault.hang === true) hold(id, undefined, exchange, () => undefined)
    else answerFaultily(fault, exchange)
  }
  if (fault.delay === undefined) proceed()
  else hold(id, fault.delay, exchange, proceed)
}

function hold(id: string, ms: number | undefined, { res, pass, held }: Exchange, due: () => void): void {
  const forget = held.hold(id, ms, { due, freed: () => pass(res), stopped: () => res.cut() })
  // a client that has half-closed its connection no longer waits
  res.onGone(forget)
  res.onClose(forget)
}

function answerFaultily(fault: CheckedFault, exchange: Exchange): void {
  const { request, pass } = exchange
  const res = altered(exchange.res, fault)
  if (fault.answer) return void answerByFunction(fault.answer, { ...exchange, res })
  if (fault.status !== undefined) return answerWith(exchange, res, answerOf(fault))
  if (fault.noLeader === true && !(request.method === 'GET' && isStale(request, 0))) {
    return answerWith(exchange, res, answerOf({ status: 500, body: 'No cluster leader' }))
  }
  const goesBack = fault.index !== undefined && fault.index < Number(request.query['index'] ?? 0)
  if (fault.spuriousWake === true || goesBack) passAwake({ ...exchange, res })
  else pass(res)
}

/** Its client may be gone when the function is done; the responder takes no notice then. */
async function answerByFunction(answer: AnswerFunction, exchange: Exchange): Promise<void> {
  const { request, raw, res, pass } = exchange
  try {
    const start = hasBody(raw) ? await startOfBody(raw) : undefined
    if (start) request.addBody(start)
    const given = await answer(request.row)
    if (given) {
      check(answerKind, given, { what: 'answer by a function', code: 'MC_ERR_FAULT' })
      return answerWith(exchange, res, answerOf({ status: 200, ...given }))
    }
    // what reads the body now records it
    request.forgetBody()
    pass(res)
  } catch (err) {
    const body = `Failed to answer by a function: ${errorText(err)}`
    answerWith(exchange, res, answerOf({ status: 500, body }))
  }
}

/** As much of a body as came with the head, or comes next; it stays there to be read. */
async function startOfBody({ buffered, stream }: Incoming): Promise<Buffer | undefined> {
  if (buffered || !stream) return buffered?.subarray(0, MAX_RECORDED_BODY)
  if (stream.readableLength === 0 && !stream.readableEnded) {
    await new Promise<void>(resolve => {
      const end = (): void => {
        for (const event of ['readable', 'end', 'close', 'error']) stream.off(event, end)
        resolve()
      }
      for (const event of ['readable', 'end', 'close', 'error']) stream.on(event, end)
    })
  }
  const chunk = stream.read() as Buffer | null
  if (!chunk) return undefined
  stream.unshift(chunk)
  return Buffer.from(chunk.subarray(0, MAX_RECORDED_BODY))
}

function answerWith({ raw }: Exchange, res: Responder, answer: Prepared): void {
  raw.resume()
  res.send(answer)
}

function altered(res: Responder, fault: CheckedFault): Responder {
  const headers = headersOf(fault)
  return headers.size === 0 && fault.truncate === undefined
    ? res
    : new AlteringResponder(res, { headers, truncate: fault.truncate })
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
  res.onClose(stop)
  pass(res)
}
