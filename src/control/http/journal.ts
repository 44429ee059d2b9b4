import type { Control } from '../control.ts'
import type { Recorded } from '../journal.ts'
import { fitsQuery, fitsRequest, patternOf } from '../match.ts'
import type { RecordedQuery } from '../recorded-query.ts'
import type { RecordedRequest } from '../recorded-request.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Request } from '../../http/request.ts'
import { longPoll, longPollParameters } from './long-poll.ts'
import { does, type Parameter, type TestingRoute, waits } from './operation.ts'
import { flag, integer, list, named, nullable, object, oneOf, text, texts, time } from './schema.ts'

const common = {
  ID: text('Its number, from 1 on.'),
  At: time('When it came, by the clock of the emulator.'),
  DurationMs: nullable(integer('How long the answer took, by the same clock; null while there is none.')),
  Fault: nullable(text('ID of the fault that it met.')),
}

const entries = list(
  {
    anyOf: [
      named(
        'RecordedRequest',
        object({
          ...common,
          Kind: { const: 'http' },
          Method: text(),
          Path: text('As it came, escapes included.'),
          Query: texts('The members of the query.'),
          Token: text("The client's token; empty for none."),
          Status: nullable(integer('null while there is no answer, and for good where the client left before.')),
          Blocked: flag('Whether it waited for a change.'),
          Body: text('The start of the body of the request, up to 4 KiB.'),
        }),
      ),
      named(
        'RecordedQuery',
        object({
          ...common,
          Kind: { const: 'dns' },
          Transport: oneOf(['udp', 'tcp']),
          Name: text('As asked, without the dot at its end.'),
          Type: text('`A`, `SRV`, …'),
          Rcode: nullable(text('`NOERROR`, `NXDOMAIN`, …; null where there is no answer.')),
          Answers: integer('How many records the answer section has.'),
        }),
      ),
    ],
  },
  'Newest last.',
)

const filters: readonly Parameter[] = [
  { name: 'kind', description: 'Only these.', schema: oneOf(['http', 'dns']) },
  { name: 'since', description: 'Only what came or changed after this index.', schema: integer() },
  { name: 'limit', description: 'Only the newest so many.', schema: integer() },
  { name: 'method', description: 'Only requests with this method.', schema: text() },
  { name: 'path', description: 'Only requests with this path, or one that fits `/re/`.', schema: text() },
  { name: 'key', description: 'Only requests of this key, or one that fits `/re/`.', schema: text() },
  { name: 'name', description: 'Only questions for this name, or one that fits `/re/`.', schema: text() },
  { name: 'type', description: 'Only questions of this type.', schema: text() },
]

export function journalRoutes({ journal }: Control): readonly TestingRoute[] {
  return [
    {
      path: '/_miniconsul/journal',
      operations: {
        GET: {
          summary: 'The requests and DNS questions that came',
          description: 'The last thousand. Requests of the web page and of the test bench itself are not among them.',
          query: [...filters, ...longPollParameters],
          answer: { description: 'What came', schema: entries, indexed: true },
          refusals: { 400: 'A parameter means nothing' },
          handler: waits(req => {
            const filter = filterOf(req)
            // a bench that was not told to record from the start begins when somebody looks
            journal.recording = true
            return longPoll(req, {
              source: journal.source(),
              index: () => journal.index,
              answer: all => filter(all).map(render),
            })
          }),
        },
        DELETE: {
          summary: 'Empties the journal',
          answer: { description: 'Done', schema: { const: true } },
          handler: does(() => {
            journal.clear()
            return { json: true }
          }),
        },
      },
    },
  ]
}

function filterOf({ query }: Request): (all: readonly Recorded[]) => readonly Recorded[] {
  const given = (name: string): string | undefined => query.get(name) || undefined
  const kind = given('kind')
  if (kind !== undefined && kind !== 'http' && kind !== 'dns')
    throw new Refusal(400, `kind is http or dns, not ${kind}.`)
  const [since, limit] = ['since', 'limit'].map(name => count(name, given(name)))
  const [method, type] = [given('method'), given('type')]
  const [path, key, name] = ['path', 'key', 'name'].map(member => {
    const text = given(member)
    return text === undefined ? undefined : patternOf(text)
  })
  const match = {
    http: { ...(method && { method }), ...(path && { path }), ...(key && { key }) },
    dns: { ...(name && { name }), ...(type && { type }) },
  }
  // who asks for a path means requests
  const kinds = (['http', 'dns'] as const).filter(one => {
    const other = one === 'http' ? match.dns : match.http
    return (kind ?? one) === one && Object.keys(other).length === 0
  })
  return all => {
    const found = all.filter(entry => {
      if (!kinds.includes(entry.kind) || entry.version <= (since ?? 0)) return false
      return entry.kind === 'http' ? fitsRequest(match.http, entry) : fitsQuery(match.dns, entry)
    })
    return limit === undefined ? found : found.slice(Math.max(0, found.length - limit))
  }
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, `${name} is a number, not ${text}.`)
  return Number(text)
}

const render = (entry: Recorded): object => (entry.kind === 'http' ? renderRequest(entry) : renderQuery(entry))

function renderCommon({ id, at, duration, fault }: Recorded): object {
  return {
    At: new Date(at).toISOString(),
    DurationMs: duration === undefined ? null : Math.round(duration),
    Fault: fault ?? null,
    ID: String(id),
  }
}

function renderRequest(request: RecordedRequest): object {
  const { method, path, query, token, status, blocked, body } = request
  return {
    ...renderCommon(request),
    Kind: 'http',
    Method: method,
    Path: path,
    Query: query,
    Token: token,
    Status: status ?? null,
    Blocked: blocked,
    Body: body,
  }
}

function renderQuery(query: RecordedQuery): object {
  const { transport, name, type, rcode, answers = 0 } = query
  return {
    ...renderCommon(query),
    Kind: 'dns',
    Transport: transport,
    Name: name,
    Type: type,
    Rcode: rcode ?? null,
    Answers: answers,
  }
}
