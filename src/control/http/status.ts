import * as Type from 'typebox'
import type { Control } from '../control.ts'
import { StatusSource } from '../status.ts'
import type { ControlApp } from './app.ts'
import { longPoll } from './blocking.ts'
import { Clock, renderClock } from './clock.ts'
import { answers, blockingParameters, Members } from './schemas.ts'

const Status = Members(
  {
    Clock,
    Leader: Type.String({ description: 'Address of the leader; empty while there is none.' }),
    Faults: Type.Integer({ description: 'How many faults can still happen.' }),
    BlockedQueries: Type.Integer({ description: 'How many queries wait for a change.' }),
    History: Type.Boolean({ description: 'Whether the last commits are remembered.' }),
  },
  { title: 'Status' },
)

export function addStatusRoutes(app: ControlApp, control: Control): void {
  const source = new StatusSource(control)

  app.get(
    '/status',
    {
      schema: {
        summary: 'What is in effect: the clock, the leader, faults and blocked queries',
        description: 'For an overview in one request. It can be waited for.',
        querystring: Members(blockingParameters),
        response: answers('The status', Status, { indexed: true, refusals: { 400: 'A parameter is invalid' } }),
      },
    },
    (req, reply) =>
      longPoll(control.agent, req, reply, {
        source,
        index: () => source.index,
        answer: ({ leader, faults, blocked, history }) => ({
          Clock: renderClock(control),
          Leader: leader,
          Faults: faults,
          BlockedQueries: blocked,
          History: history,
        }),
      }),
  )
}
