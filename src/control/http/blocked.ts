import type { BlockedReader } from '../../agent/blocking.ts'
import { formatDuration } from '../../go/duration.ts'
import type { Control } from '../control.ts'
import type { BlockedMatch, BlockedQuery } from '../blocked.ts'
import { milliseconds } from '../duration.ts'
import { patternOf } from '../match.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Request } from '../../http/request.ts'
import { longPoll, longPollParameters } from './long-poll.ts'
import { does, type Parameter, type TestingRoute, waits } from './operation.ts'
import { integer, list, named, object, text, time } from './schema.ts'

const queries = list(
  named(
    'BlockedQuery',
    object({
      ID: text(),
      Path: text('As it came, escapes included, without the query.'),
      URL: text('Path and query as they came.'),
      Index: integer('The index that it waits beyond.'),
      Since: time('When it began to wait, by the clock of the emulator.'),
      For: text('How long it has waited, as `1m2s`.'),
    }),
  ),
  'In the order in which they began to wait.',
)

const filters: readonly Parameter[] = [
  { name: 'path', description: 'Only this path, or one that fits `/re/`.', schema: text() },
  { name: 'key', description: 'Only queries of this key, or one that fits `/re/`.', schema: text() },
]

const TIMEOUT = '10s'

export function blockedRoutes({ blocked, agent }: Control): readonly TestingRoute[] {
  const render = ({ id, path, url, index, since }: BlockedQuery): object => ({
    ID: id,
    Path: path,
    URL: url,
    Index: index,
    Since: new Date(since).toISOString(),
    For: formatDuration(Math.round(agent.clock.now() - since) * 1e6),
  })
  return [
    {
      path: '/_miniconsul/blocked',
      operations: {
        GET: {
          summary: 'The queries that wait for a change',
          description: 'Those of the web page and of the test bench itself are not among them.',
          query: [...filters, ...longPollParameters],
          answer: { description: 'Who waits', schema: queries, indexed: true },
          refusals: { 400: 'A parameter means nothing' },
          handler: waits(req =>
            longPoll(req, {
              source: blocked.source(matchOf(req)),
              index: () => blocked.index,
              answer: all => all.map(render),
            }),
          ),
        },
      },
    },
    {
      path: '/_miniconsul/blocked/until',
      operations: {
        GET: {
          summary: 'Waits until queries wait',
          description: 'For tests, in place of a sleep: answers once that many such queries wait for a change.',
          query: [
            ...filters,
            { name: 'count', description: 'How many; default 1.', schema: integer() },
            {
              name: 'timeout',
              description: `How long to wait at most, by the clock of the emulator; default ${TIMEOUT}.`,
              schema: text(),
            },
          ],
          answer: { description: 'Who waits', schema: queries },
          refusals: { 400: 'A parameter means nothing', 408: 'Too few queries waited in time' },
          handler: waits<ReadonlySet<BlockedReader>>(req => {
            const count = countOf(req.query.get('count') || '1')
            return {
              source: blocked.gather(matchOf(req)),
              isNews: ({ size }) => size >= count,
              wait: milliseconds(req.query.get('timeout') || TIMEOUT, 'read the timeout'),
              answer(found) {
                if (found.size >= count) return { json: blocked.describe(found).map(render) }
                throw new Refusal(408, `${found.size} of ${count} such queries wait.`)
              },
            }
          }),
        },
      },
    },
    {
      path: '/_miniconsul/blocked/{id}/release',
      operations: {
        PUT: {
          summary: 'Answers a query that waits, though nothing changed',
          answer: { description: 'Done', schema: { const: true } },
          refusals: { 404: 'No such query waits' },
          handler: does(req => {
            if (!blocked.release(req.param)) throw new Refusal(404, `No query ${req.param} waits.`)
            return { json: true }
          }),
        },
      },
    },
  ]
}

function matchOf({ query }: Request): BlockedMatch {
  const [path, key] = ['path', 'key'].map(name => query.get(name))
  return { ...(path && { path: patternOf(path) }), ...(key && { key: patternOf(key) }) }
}

function countOf(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count > 0) return count
  throw new Refusal(400, `count is a number from 1 on, not ${text}.`)
}
