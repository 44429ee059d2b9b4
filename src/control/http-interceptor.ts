import type { Incoming } from '../http/exchange.ts'
import type { Responder } from '../http/responder.ts'
import type { Blocking } from '../agent/blocking.ts'
import type { HttpInterceptor, Pass } from '../http/interceptor.ts'
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

/** Writes requests down and lets them meet faults. A request that meets none is recorded without a closure made for it. */
export class ControlInterceptor implements HttpInterceptor {
  readonly #parts: HttpInterceptorParts

  constructor(parts: HttpInterceptorParts) {
    this.#parts = parts
  }

  get active(): boolean {
    const { journal, faults } = this.#parts
    return journal.recording || faults.anyHttp
  }

  intercept(raw: Incoming, res: Responder, pass: Pass): void {
    if (raw.headers[OWN] !== undefined || raw.url.startsWith(PAGE)) return pass(raw, res)
    const { clock, blocking, journal, faults, held, accessorOf } = this.#parts
    const request = RecordedRequest.of(raw, clock.now(), accessorOf)
    const { recording } = journal
    const { entry, problem } = faults.anyHttp ? look(faults, request) : NO_FAULT
    const before = blocking.size
    if (entry) {
      const goOn = (to: Responder): void => {
        if (recording) recordBody(raw, request)
        pass(raw, to)
      }
      request.fault = entry.id
      if (recording) journal.add(request)
      meetFault(entry, { request, raw, res, pass: goOn, blocking, held })
    } else {
      if (recording) recordBody(raw, request)
      if (problem === undefined) pass(raw, res)
      else refuse(raw, res, problem)
    }
    if (!recording) return
    // only queries that blocked meanwhile can have raised it: woken readers leave in later turns
    request.blocked = blocking.size > before
    if (res.answered) request.answered(res.answered, clock.now())
    else this.#awaitAnswer(request, res)
    if (!entry) journal.add(request)
    else if (res.answered) journal.changed(request)
  }

  #awaitAnswer(request: RecordedRequest, res: Responder): void {
    const { clock, journal } = this.#parts
    res.onClose(() => {
      if (res.answered) request.answered(res.answered, clock.now())
      journal.changed(request)
    })
  }
}

interface Found {
  readonly entry?: HttpEntry
  readonly problem?: string
}

const NO_FAULT: Found = {}

/** A match may have a function of the test's own in it, which throws. */
function look(faults: Faults, request: RecordedRequest): Found {
  try {
    const entry = faults.takeHttp(request)
    return entry ? { entry } : NO_FAULT
  } catch (err) {
    return { problem: `Failed to look for faults: ${errorText(err)}` }
  }
}

function refuse(raw: Incoming, res: Responder, problem: string): void {
  raw.resume()
  res.send(answerOf({ status: 500, body: problem }))
}

/** Copies the start of a body, while it is read where it has not come yet: the reader begins in the same turn, so that nothing gets lost. */
function recordBody(raw: Incoming, request: RecordedRequest): void {
  if (raw.buffered) request.addBody(raw.buffered)
  else if (hasBody(raw)) raw.stream?.on('data', (chunk: Buffer) => request.addBody(chunk))
}
