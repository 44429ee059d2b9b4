import * as Type from 'typebox'
import type { BlockedReader } from '../../agent/blocking.ts'
import { Refusal } from '../../api/refusals.ts'
import { formatDuration } from '../../go/duration.ts'
import type { BlockedMatch, BlockedQuery as Query } from '../blocked.ts'
import type { Control } from '../control.ts'
import { milliseconds } from '../duration.ts'
import { patternOf } from '../match.ts'
import { block, longPoll } from './blocking.ts'
import type { ControlApp } from './app.ts'
import { answers, blockingParameters, byName, Done, Members, Time } from './schemas.ts'

const BlockedQuery = Members(
  {
    ID: Type.String(),
    Path: Type.String({ description: 'As it came, escapes included, without the query.' }),
    URL: Type.String({ description: 'Path and query as they came.' }),
    Index: Type.Integer({ description: 'The index that it waits beyond.' }),
    Since: Time('When it began to wait, by the clock of the emulator.'),
    For: Type.String({ description: 'How long it has waited, as `1m2s`.' }),
  },
  { title: 'BlockedQuery' },
)

const Queries = Type.Array(BlockedQuery, { description: 'In the order in which they began to wait.' })

const filters = {
  path: Type.Optional(Type.String({ description: 'Only this path, or one that fits `/re/`.' })),
  key: Type.Optional(Type.String({ description: 'Only queries of this key, or one that fits `/re/`.' })),
}

const TIMEOUT = '10s'

export function addBlockedRoutes(app: ControlApp, { blocked, agent }: Control): void {
  const render = ({ id, path, url, index, since }: Query): Type.Static<typeof BlockedQuery> => ({
    ID: id,
    Path: path,
    URL: url,
    Index: index,
    Since: new Date(since).toISOString(),
    For: formatDuration(Math.round(agent.clock.now() - since) * 1e6),
  })

  app.get(
    '/blocked',
    {
      schema: {
        summary: 'The blocked queries: those that wait for a change',
        description: 'Those of the web page and of the control API itself are not among them.',
        querystring: Members({ ...filters, ...blockingParameters }),
        response: answers('The blocked queries', Queries, {
          indexed: true,
          refusals: { 400: 'A parameter is invalid' },
        }),
      },
    },
    (req, reply) =>
      longPoll(agent, req, reply, {
        source: blocked.source(matchOf(req.query)),
        index: () => blocked.index,
        answer: all => all.map(render),
      }),
  )

  app.get(
    '/blocked/until',
    {
      schema: {
        summary: 'Waits until queries are blocked',
        description: 'For tests, in place of a sleep: answers once that many such queries wait for a change.',
        querystring: Members({
          ...filters,
          count: Type.Optional(Type.Integer({ minimum: 1, description: 'How many; default 1.' })),
          timeout: Type.Optional(
            Type.String({
              description: `How long to wait at most, by the clock of the emulator; default ${TIMEOUT}.`,
            }),
          ),
        }),
        response: answers('The blocked queries', Queries, {
          refusals: { 400: 'A parameter is invalid', 408: 'Too few queries were blocked in time' },
        }),
      },
    },
    (req, reply) => {
      const { count = 1, timeout = TIMEOUT, ...match } = req.query
      return block<ReadonlySet<BlockedReader>, Type.Static<typeof Queries>>(agent, req, reply, {
        source: blocked.gather(matchOf(match)),
        isNews: ({ size }) => size >= count,
        wait: milliseconds(timeout, 'read the timeout'),
        answer(found) {
          if (found.size >= count) return blocked.describe(found).map(render)
          throw new Refusal(408, `${found.size} of ${count} such queries wait.`)
        },
      })
    },
  )

  app.put(
    '/blocked/:id/release',
    {
      schema: {
        summary: 'Answers a blocked query, though nothing changed',
        params: byName('id'),
        response: answers('Done', Done, { refusals: { 404: 'No such query is blocked' } }),
      },
    },
    ({ params: { id } }) => {
      if (!blocked.release(id)) throw new Refusal(404, `No query ${id} waits.`)
      return true as const
    },
  )
}

const matchOf = ({ path, key }: { readonly path?: string; readonly key?: string }): BlockedMatch => ({
  ...(path !== undefined && { path: patternOf(path) }),
  ...(key !== undefined && { key: patternOf(key) }),
})
