import * as Type from 'typebox'
import type { Control } from '../control.ts'
import type { Recorded } from '../journal.ts'
import { fitsQuery, fitsRequest, patternOf } from '../match.ts'
import type { RecordedQuery as Question } from '../recorded-query.ts'
import type { RecordedRequest as Recording } from '../recorded-request.ts'
import { longPoll } from './blocking.ts'
import type { ControlApp } from './app.ts'
import { answers, blockingParameters, Done, Members, Nullable, OneOf, Strings, Time } from './schemas.ts'

const common = {
  ID: Type.String({ description: 'Its number, from 1 on.' }),
  At: Time('When it came, by the clock of the emulator.'),
  DurationMs: Nullable(
    Type.Integer({ description: 'How long the answer took, by the same clock; null while there is none.' }),
  ),
  Fault: Nullable(Type.String({ description: 'ID of the fault that applied to it.' })),
}

const RecordedRequest = Members(
  {
    ...common,
    Kind: Type.Literal('http'),
    Method: Type.String(),
    Path: Type.String({ description: 'As it came, escapes included.' }),
    Query: Strings('The members of the query.'),
    Token: Type.String({
      description: "The client's token, hidden unless `secrets` asks for it; empty for none.",
    }),
    Accessor: Type.String({ description: 'The accessor ID of that token, with ACLs on; empty where it is not known.' }),
    Status: Nullable(
      Type.Integer({ description: 'null while there is no answer, and for good where the client left before.' }),
    ),
    Blocked: Type.Boolean({ description: 'Whether it waited for a change.' }),
    Headers: Strings('Its headers by name in lower case, those of authorization as `<hidden>`.'),
    Body: Type.String({ description: 'The start of the body of the request, up to 4 KiB.' }),
    Answer: Nullable(
      Members(
        {
          Headers: Strings('Its headers by name in lower case.'),
          Body: Type.String({ description: 'The start of its body, up to 4 KiB; empty for one that is streamed.' }),
        },
        { title: 'RecordedAnswer' },
      ),
    ),
  },
  { title: 'RecordedRequest' },
)

const RecordedQuery = Members(
  {
    ...common,
    Kind: Type.Literal('dns'),
    Transport: OneOf(['udp', 'tcp']),
    Name: Type.String({ description: 'As asked, without the dot at its end.' }),
    Type: Type.String({ description: '`A`, `SRV`, …' }),
    Rcode: Nullable(Type.String({ description: '`NOERROR`, `NXDOMAIN`, …; null where there is no answer.' })),
    Answers: Type.Integer({ description: 'How many records the answer section has.' }),
  },
  { title: 'RecordedQuery' },
)

const Entry = Type.Union([RecordedRequest, RecordedQuery])

const text = (description: string) => Type.Optional(Type.String({ description }))
const pattern = (description: string) => text(`${description}, or one that fits \`/re/\`.`)
const count = (description: string) => Type.Optional(Type.Integer({ minimum: 0, description }))

/** As many as a terminal can show; each may carry its bodies. */
const NEWEST = 100

const filters = {
  kind: Type.Optional(OneOf(['http', 'dns'], 'Only these.')),
  since: count('Only what came or changed after this index.'),
  limit: count(`Only the newest so many; default ${NEWEST} without \`since\`.`),
  method: text('Only requests with this method.'),
  path: pattern('Only requests with this path'),
  key: pattern('Only requests of this key'),
  name: pattern('Only questions for this name'),
  type: text('Only questions of this type.'),
  secrets: Type.Optional(OneOf(['true', 'false'], 'Whether tokens are shown; false by default.')),
}

export function addJournalRoutes(app: ControlApp, { journal, agent }: Control): void {
  app.get(
    '/journal',
    {
      schema: {
        summary: 'The requests and DNS questions that came',
        description:
          'The last thousand are remembered. Requests of the web page and of the control API itself are not among them.',
        querystring: Members({ ...filters, ...blockingParameters }),
        response: answers('What came', Type.Array(Entry, { description: 'Newest last.' }), {
          indexed: true,
          refusals: { 400: 'A parameter is invalid' },
        }),
      },
    },
    (req, reply) => {
      const filter = filterOf(req.query)
      // a journal that was not told to record from the start begins when it is first read
      journal.recording = true
      return longPoll(agent, req, reply, {
        source: journal.source(),
        index: () => journal.index,
        answer: all => filter(all).map(entry => render(entry, req.query.secrets === 'true')),
      })
    },
  )

  app.delete('/journal', { schema: { summary: 'Empties the journal', response: answers('Done', Done) } }, () => {
    journal.clear()
    return true as const
  })
}

type Filters = Type.Static<Type.TObject<typeof filters>>

function filterOf(query: Filters): (all: readonly Recorded[]) => readonly Recorded[] {
  const { kind, since = 0, method, type } = query
  const limit = query.limit ?? (since > 0 ? undefined : NEWEST)
  const [path, key, name] = [query.path, query.key, query.name].map(given =>
    given === undefined ? undefined : patternOf(given),
  )
  const match = {
    http: { ...(method !== undefined && { method }), ...(path && { path }), ...(key && { key }) },
    dns: { ...(name && { name }), ...(type !== undefined && { type }) },
  }
  // a filter for a path means requests
  const kinds = (['http', 'dns'] as const).filter(one => {
    const other = one === 'http' ? match.dns : match.http
    return (kind ?? one) === one && Object.keys(other).length === 0
  })
  return all => {
    const found = all.filter(entry => {
      if (!kinds.includes(entry.kind) || entry.version <= since) return false
      return entry.kind === 'http' ? fitsRequest(match.http, entry) : fitsQuery(match.dns, entry)
    })
    return limit === undefined ? found : found.slice(Math.max(0, found.length - limit))
  }
}

const render = (entry: Recorded, secrets: boolean): Type.Static<typeof Entry> =>
  entry.kind === 'http' ? renderRequest(entry, secrets) : renderQuery(entry)

function renderCommon({ id, at, duration, fault }: Recorded): Type.Static<Type.TObject<typeof common>> {
  return {
    At: new Date(at).toISOString(),
    DurationMs: duration === undefined ? null : Math.round(duration),
    Fault: fault ?? null,
    ID: String(id),
  }
}

function renderRequest(request: Recording, secrets: boolean): Type.Static<typeof RecordedRequest> {
  const { method, path, query, token, accessor, headers, status, answer, blocked, body } = request.row
  return {
    ...renderCommon(request),
    Kind: 'http',
    Method: method,
    Path: path,
    Query: query,
    Token: secrets || token === '' ? token : '<hidden>',
    Accessor: accessor,
    Headers: headers,
    Status: status ?? null,
    Blocked: blocked,
    Body: body,
    Answer: answer ? { Headers: answer.headers, Body: answer.body } : null,
  }
}

function renderQuery(query: Question): Type.Static<typeof RecordedQuery> {
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
