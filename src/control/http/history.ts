import * as Type from 'typebox'
import { Refusal } from '../../api/refusals.ts'
import type { History, RememberedCommit } from '../../agent/history.ts'
import type { Difference } from '../../state/difference.ts'
import type { Control } from '../control.ts'
import type { ControlApp } from './app.ts'
import { longPoll } from './blocking.ts'
import { answers, AnyObject, blockingParameters, Members, Nullable, OneOf, Time } from './schemas.ts'
import { Committed, Snapshot } from './state.ts'

const Change = Members(
  {
    Table: Type.String({ description: '`kv`, `nodes`, `services`, `checks`, `sessions`, …' }),
    Key: Type.String({ description: 'A key, a node, `node/service`, an ID.' }),
    Change: OneOf(['added', 'removed', 'changed']),
    Before: Nullable(AnyObject('The row as it was, without indexes.')),
    After: Nullable(AnyObject('The row as it became, without indexes.')),
  },
  { title: 'Change' },
)

const Commit = Members(
  {
    Index: Type.Integer({ description: 'The index of the state after it.' }),
    At: Time('When, by the clock of the emulator.'),
    Changes: Type.Array(Change),
  },
  { title: 'Commit' },
)

const OFF =
  'No history is kept: start the agent with -history=N (ui_config.history), or an emulator with the option history.'

const byIndex = Type.Object({ index: Type.Integer({ minimum: 0 }) })
const refusals = { 400: 'That index is not known, or no history is kept' }

export function addHistoryRoutes(app: ControlApp, control: Control): void {
  const { agent, actions } = control
  const history = (): History => {
    if (control.history) return control.history
    throw new Refusal(400, OFF)
  }

  app.get(
    '/history',
    {
      schema: {
        summary: 'The last commits, with what each changed',
        description: 'As many as the agent was told to remember. A restore of a snapshot forgets those before it.',
        querystring: Members({
          limit: Type.Optional(Type.Integer({ minimum: 0, description: 'Only the newest so many.' })),
          ...blockingParameters,
        }),
        response: answers('The commits', Type.Array(Commit, { description: 'Newest last.' }), {
          indexed: true,
          refusals,
        }),
      },
    },
    (req, reply) => {
      const kept = history()
      const { limit } = req.query
      return longPoll(agent, req, reply, {
        source: { read: () => kept.commits(limit), subscribe: wake => kept.onChange(() => wake(false)) },
        index: () => agent.store.index,
        answer: commits => commits.map(renderCommit),
      })
    },
  )

  app.get(
    '/history/:index',
    {
      schema: {
        summary: 'The state as it was after a commit',
        description: 'What GET /_miniconsul/snapshot gave then.',
        params: byIndex,
        response: answers('The state', Snapshot, { refusals }),
      },
    },
    ({ params: { index } }) => history().stateAt(index) as unknown as Type.Static<typeof Snapshot>,
  )

  app.put(
    '/history/:index/revert',
    {
      schema: {
        summary: 'Goes back to the state after a commit',
        description: 'By a commit of its own: the index rises, and those who wait for what changed are answered.',
        params: byIndex,
        response: answers('The index of the commit', Committed, { refusals }),
      },
    },
    ({ params: { index } }) => {
      history()
      actions.revert(index)
      return { Index: agent.store.index }
    },
  )
}

const renderCommit = ({ index, at, changes }: RememberedCommit): Type.Static<typeof Commit> => ({
  Index: index,
  At: new Date(at).toISOString(),
  Changes: changes.map(renderChange),
})

const renderChange = ({ table, key, change, before, after }: Difference): Type.Static<typeof Change> => ({
  Table: table,
  Key: key,
  Change: change,
  Before: (before as Record<string, unknown> | undefined) ?? null,
  After: (after as Record<string, unknown> | undefined) ?? null,
})
