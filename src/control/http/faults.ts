import { bool, type Decoded, float, int, raw, string, stringMap, struct } from '../../go/decode.ts'
import { formatDuration } from '../../go/duration.ts'
import { isObject } from '../../lib/equal.ts'
import type { Control } from '../control.ts'
import type { CheckedDnsFault, CheckedFault, DnsFault, HttpFault } from '../fault.ts'
import type { FaultEntry, FaultHandle, FaultOptions } from '../faults.ts'
import { type DnsMatch, faultPatternOf, patternText, type RequestMatch } from '../match.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Reply } from '../../http/reply.ts'
import { longPoll, longPollParameters } from './long-poll.ts'
import { does, type TestingRoute, waits } from './operation.ts'
import { anything, flag, integer, list, named, nullable, number, object, oneOf, text, texts } from './schema.ts'

const PATTERN = 'As it is, or `/re/` for a regular expression.'

const matchSchema = named(
  'FaultMatch',
  object(
    {
      Method: text('`GET`, `PUT`, …'),
      Path: text(`The path without its query. ${PATTERN}`),
      Key: text(`The key of a request to /v1/kv/. ${PATTERN}`),
      Token: text("The client's token."),
      Query: texts('Members that the query has.'),
      DNS: object(
        { Name: text(`The name that is asked for. ${PATTERN}`), Type: text('`A`, `SRV`, …') },
        { optional: 'all', description: 'DNS questions instead of HTTP requests.' },
      ),
    },
    { optional: 'all', description: 'What it happens to; everything where it is empty.' },
  ),
)

const faultSchema = named(
  'FaultEffect',
  object(
    {
      Status: integer('Answers with this status.'),
      Body: anything('Answers with this body; what is no text is sent as JSON.'),
      Headers: texts('Further headers of that answer.'),
      Delay: text('Waits before anything else, by the clock of the emulator.'),
      Hang: flag('Never answers, until the fault is removed.'),
      Reset: flag('Resets the connection.'),
      Truncate: integer('Ends the connection after so many bytes of the body.'),
      Index: integer('Tells this index; a query that waits beyond it is answered at once.'),
      SpuriousWake: flag('Answers a query that would wait, though nothing changed.'),
      NoLeader: flag('500 `No cluster leader` for all that needs one.'),
      LastContact: text('Stale reads come from a server that heard of the leader that long ago.'),
      KnownLeader: flag('What stale reads say of the leader.'),
      DNS: {
        description: 'What happens to DNS questions.',
        anyOf: [oneOf(['servfail', 'drop', 'truncate']), object({ Delay: text('Waits that long.') })],
      },
    },
    { optional: 'all', description: 'What happens.' },
  ),
)

const newFault = named(
  'NewFault',
  object(
    {
      Match: matchSchema,
      Fault: faultSchema,
      Times: integer('How often; without it, until it is removed.'),
      Probability: number('How likely, from 0 to 1; default 1.'),
    },
    { optional: ['Match', 'Times', 'Probability'] },
  ),
)

const faultList = list(
  named(
    'Fault',
    object({
      ID: text(),
      Match: matchSchema,
      Fault: faultSchema,
      Times: nullable(integer('How often it happens; null: until it is removed.')),
      Used: integer('How often it happened.'),
      Probability: number(),
    }),
  ),
  'Newest first.',
)

const body = struct(
  {
    Match: struct(
      {
        Method: string(),
        Path: string(),
        Key: string(),
        Token: string(),
        Query: stringMap(),
        DNS: struct({ Name: string(), Type: string() }, { name: 'FaultMatchDNS', unknown: 'reject' }),
      },
      { name: 'FaultMatch', unknown: 'reject' },
    ),
    Fault: struct(
      {
        Status: int(),
        Body: raw(),
        Headers: stringMap(),
        Delay: string(),
        Hang: bool(),
        Reset: bool(),
        Truncate: int(),
        Index: int(),
        SpuriousWake: bool(),
        NoLeader: bool(),
        LastContact: string(),
        KnownLeader: bool(),
        DNS: raw(),
      },
      { name: 'FaultEffect', unknown: 'reject' },
    ),
    Times: int(),
    Probability: float(),
  },
  { name: 'Fault', unknown: 'reject' },
)

export function faultRoutes({ faults }: Control): readonly TestingRoute[] {
  const unknown = (id: string): Refusal => new Refusal(404, `There is no fault ${id}.`)
  return [
    {
      path: '/_miniconsul/faults',
      operations: {
        GET: {
          summary: 'The faults that were set up',
          query: longPollParameters,
          answer: { description: 'The faults', schema: faultList, indexed: true },
          handler: waits(req =>
            longPoll(req, { source: faults.source(), index: () => faults.index, answer: all => all.map(render) }),
          ),
        },
        PUT: {
          summary: 'Sets up a fault',
          description: 'Of several that fit, the newest happens.',
          body: { 'application/json': newFault },
          answer: { description: 'Its ID', schema: object({ ID: text() }) },
          refusals: { 400: 'The fault means nothing' },
          handler: does(req => ({ json: { ID: add(faults, decodeBody(body, req.body)).id } })),
        },
        DELETE: {
          summary: 'Removes all faults',
          description: 'Requests that they held up go on.',
          answer: { description: 'Done', schema: { const: true } },
          handler: does(() => {
            faults.reset()
            return DONE
          }),
        },
      },
    },
    {
      path: '/_miniconsul/faults/{id}',
      operations: {
        DELETE: {
          summary: 'Removes a fault',
          description: 'Requests that it held up go on.',
          answer: { description: 'Done', schema: { const: true } },
          refusals: { 404: 'There is no such fault' },
          handler: does(req => {
            if (!faults.remove(req.param)) throw unknown(req.param)
            return DONE
          }),
        },
      },
    },
  ]
}

const DONE: Reply = { json: true }

function add(
  faults: Control['faults'],
  { Match = {}, Fault = {}, Times, Probability }: Decoded<typeof body>,
): FaultHandle {
  const options: FaultOptions = {
    ...(Times !== undefined && { times: Times }),
    ...(Probability !== undefined && { probability: Probability }),
  }
  const { DNS: dnsMatch, ...match } = Match
  const { DNS: dnsFault, ...fault } = Fault
  if (dnsFault === undefined && dnsMatch === undefined)
    return faults.use(requestMatch(match), httpFault(fault), options)
  if (dnsFault === undefined) throw new Refusal(400, 'What matches DNS questions needs Fault.DNS.')
  if (Object.keys(match).length > 0 || Object.keys(fault).length > 0) {
    throw new Refusal(400, 'A fault is of DNS questions or of HTTP requests, not of both.')
  }
  return faults.dns(questionMatch(dnsMatch), dnsFaultOf(dnsFault), options)
}

type GivenMatch = NonNullable<Decoded<typeof body>['Match']>
type GivenFault = NonNullable<Decoded<typeof body>['Fault']>

function requestMatch({ Method, Path, Key, Token, Query }: Omit<GivenMatch, 'DNS'>): RequestMatch {
  return {
    ...(Method !== undefined && { method: Method }),
    ...(Path !== undefined && { path: faultPatternOf(Path) }),
    ...(Key !== undefined && { key: faultPatternOf(Key) }),
    ...(Token !== undefined && { token: Token }),
    ...(Query !== undefined && { query: Query }),
  }
}

function questionMatch({ Name, Type }: NonNullable<GivenMatch['DNS']> = {}): DnsMatch {
  return { ...(Name !== undefined && { name: faultPatternOf(Name) }), ...(Type !== undefined && { type: Type }) }
}

/** The same members with a small letter in front. */
function httpFault(given: Omit<GivenFault, 'DNS'>): HttpFault {
  const members = Object.entries(given).map(([name, value]) => [name[0]?.toLowerCase() + name.slice(1), value])
  return Object.fromEntries(members) as HttpFault
}

function dnsFaultOf(given: unknown): DnsFault {
  if (!isObject(given)) return given as DnsFault
  const { Delay, ...rest } = given
  if (typeof Delay !== 'string' || Object.keys(rest).length > 0) {
    throw new Refusal(400, 'Fault.DNS is servfail, drop, truncate, or {"Delay": "1s"}.')
  }
  return { delay: Delay }
}

function render({ id, match, fault, times, used, probability, kind }: FaultEntry): object {
  return {
    ID: id,
    Match: kind === 'dns' ? { DNS: renderMembers(match) } : renderMembers(match),
    Fault: kind === 'dns' ? { DNS: renderDnsFault(fault) } : renderFault(fault),
    Times: times ?? null,
    Used: used,
    Probability: probability,
  }
}

/** A match of the library may have a function in it, which nobody else can read. */
function renderMembers(match: RequestMatch | DnsMatch): object {
  const members = Object.entries(match).filter(([name, value]) => name !== 'where' && value !== undefined)
  return Object.fromEntries(
    members.map(([name, value]) => {
      const isPattern = typeof value === 'object' && 'test' in value
      return [capital(name), isPattern ? patternText(value as RegExp) : value]
    }),
  )
}

function renderFault({ delay, lastContact, ...rest }: CheckedFault): object {
  const members = Object.entries(rest).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(members.map(([name, value]) => [capital(name), value])),
    ...(delay !== undefined && { Delay: formatDuration(delay * 1e6) }),
    ...(lastContact !== undefined && { LastContact: formatDuration(lastContact * 1e6) }),
  }
}

const renderDnsFault = ({ kind, delay }: CheckedDnsFault): unknown =>
  kind === 'delay' ? { Delay: formatDuration(delay * 1e6) } : kind

const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)
