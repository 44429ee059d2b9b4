import * as Type from 'typebox'
import { Refusal } from '../../api/refusals.ts'
import { formatDuration } from '../../go/duration.ts'
import type { Control } from '../control.ts'
import type { CheckedDnsFault, CheckedFault, DnsFault, HttpFault } from '../fault.ts'
import type { FaultEntry, FaultHandle, FaultOptions } from '../faults.ts'
import { type DnsMatch, faultPatternOf, patternText, type RequestMatch } from '../match.ts'
import { longPoll } from './blocking.ts'
import { Fault, NewFault } from './fault-schemas.ts'
import type { ControlApp } from './app.ts'
import { answers, blockingParameters, byName, Done, Members } from './schemas.ts'

export function addFaultRoutes(app: ControlApp, { faults, agent }: Control): void {
  app.get(
    '/faults',
    {
      schema: {
        summary: 'The faults that were set up',
        querystring: Members(blockingParameters),
        response: answers('The faults', Type.Array(Fault, { description: 'Newest first.' }), {
          indexed: true,
          refusals: { 400: 'A parameter is invalid' },
        }),
      },
    },
    (req, reply) =>
      longPoll(agent, req, reply, {
        source: faults.source(),
        index: () => faults.index,
        answer: all => all.map(render),
      }),
  )

  app.put(
    '/faults',
    {
      schema: {
        summary: 'Sets up a fault',
        description: 'Of several that match, the newest applies.',
        body: NewFault,
        response: answers('Its ID', Members({ ID: Type.String() }), { refusals: { 400: 'The fault is invalid' } }),
      },
    },
    ({ body }) => ({ ID: add(faults, body).id }),
  )

  app.delete(
    '/faults',
    {
      schema: {
        summary: 'Removes all faults',
        description: 'Requests that they delayed continue.',
        response: answers('Done', Done),
      },
    },
    () => {
      faults.reset()
      return true as const
    },
  )

  app.delete(
    '/faults/:id',
    {
      schema: {
        summary: 'Removes a fault',
        description: 'Requests that it delayed continue.',
        params: byName('id'),
        response: answers('Done', Done, { refusals: { 404: 'There is no such fault' } }),
      },
    },
    ({ params: { id } }) => {
      if (!faults.remove(id)) throw new Refusal(404, `There is no fault ${id}.`)
      return true as const
    },
  )
}

function add(faults: Control['faults'], { Match = {}, Fault, Times, Probability }: NewFault): FaultHandle {
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

type GivenMatch = NonNullable<NewFault['Match']>
type GivenFault = NewFault['Fault']

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

const dnsFaultOf = (given: NonNullable<GivenFault['DNS']>): DnsFault =>
  typeof given === 'string' ? given : { delay: given.Delay }

function render({ id, match, fault, times, used, probability, kind }: FaultEntry): Fault {
  return {
    ID: id,
    Match: kind === 'dns' ? { DNS: renderMembers(match) } : renderMembers(match),
    Fault: kind === 'dns' ? { DNS: renderDnsFault(fault) } : renderFault(fault),
    Times: times ?? null,
    Used: used,
    Probability: probability,
  }
}

/** A match of the library may have a function in it, which cannot be serialised. Tokens are not shown. */
function renderMembers(match: RequestMatch | DnsMatch): object {
  const members = Object.entries(match).filter(([name, value]) => name !== 'where' && value !== undefined)
  return Object.fromEntries(members.map(([name, value]) => [capital(name), shown(name, value)]))
}

const SECRETS: ReadonlySet<string> = new Set(['token', 'x-consul-token', 'authorization', 'cookie'])

function shown(name: string, value: unknown): unknown {
  if (SECRETS.has(name.toLowerCase())) return '<hidden>'
  if (typeof value !== 'object' || value === null) return value
  if ('test' in value) return patternText(value as RegExp)
  return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, shown(inner, item)]))
}

/** A function cannot be serialised. */
function renderFault({ delay, lastContact, answer: _answer, ...rest }: CheckedFault): object {
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
