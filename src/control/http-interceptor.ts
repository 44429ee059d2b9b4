import type { Incoming } from '../http/exchange.ts'
import type { Responder } from '../http/responder.ts'
import type { Blocking } from '../agent/blocking.ts'
import type { HttpInterceptor } from '../http/interceptor.ts'
import type { Clock } from '../lib/clock.ts'
import type { Faults, HttpEntry } from './faults.ts'
import type { Held } from './held.ts'
import { answerOf } from './http-effects.ts'
import { meetFault } from './http-faults.ts'
import type { Journal } from './journal.ts'
import { hasBody, RecordedRequest } from './recorded-request.ts'
import { errorText } from '../lib/error-text.ts'

export interface HttpInterceptorParts {
  readonly clock: Clock
  readonly blocking: Blocking
  readonly journal: Journal
  readonly faults: Faults
  readonly held: Held
  /** The accessor ID of a secret; '' where there is none. */
  readonly accessorOf: (secret: string) => string
}

/** Requests with this header are the web page's own: they are neither recorded in the journal nor subject to faults. */
const OWN = 'x-miniconsul'
/** A browser sends no such header when it loads the page itself. */
const PAGE = '/ui/'

/** Writes requests down and lets them meet faults. */
export function httpInterceptor({
  clock,
  blocking,
  journal,
  faults,
  held,
  accessorOf,
}: HttpInterceptorParts): HttpInterceptor {
  return {
    get active() {
      return journal.recording || faults.anyHttp
    },
    intercept(raw, res, pass) {
      if (raw.headers[OWN] !== undefined || raw.url.startsWith(PAGE)) return pass(res)
      const request = RecordedRequest.of(raw, clock.now(), accessorOf)
      const recording = journal.recording
      const { entry, problem } = look(faults, request)
      const answer = (to: Responder): void => {
        if (problem === undefined) return pass(to)
        raw.resume()
        to.send(answerOf({ status: 500, body: problem }))
      }
      const goOn = recording && hasBody(raw) ? (to: Responder) => recordBody(raw, request, () => answer(to)) : answer
      const before = blocking.size
      if (entry) {
        request.fault = entry.id
        if (recording) journal.add(request)
        meetFault(entry, { request, raw, res, pass: goOn, blocking, held })
      } else goOn(res)
      if (!recording) return
      // only queries that blocked meanwhile can have raised it: woken readers leave in later turns
      request.blocked = blocking.size > before
      if (res.answered) answered(request, res, clock)
      else
        res.onClose(() => {
          answered(request, res, clock)
          journal.changed(request)
        })
      if (!entry) journal.add(request)
      else if (res.answered) journal.changed(request)
    },
  }
}

/** A match may have a function of the test's own in it, which throws. */
function look(faults: Faults, request: RecordedRequest): { readonly entry?: HttpEntry; readonly problem?: string } {
  try {
    const entry = faults.anyHttp ? faults.takeHttp(request) : undefined
    return entry ? { entry } : {}
  } catch (err) {
    return { problem: `Failed to look for faults: ${errorText(err)}` }
  }
}

function answered(request: RecordedRequest, res: Responder, clock: Clock): void {
  if (res.answered) request.answered(res.answered, clock.now())
}

/** Copies the start of a body while it is read; `pass` begins to read it in the same turn, so that nothing gets lost. */
function recordBody(raw: Incoming, request: RecordedRequest, pass: () => void): void {
  if (raw.buffered) request.addBody(raw.buffered)
  else raw.stream?.on('data', (chunk: Buffer) => request.addBody(chunk))
  pass()
}
