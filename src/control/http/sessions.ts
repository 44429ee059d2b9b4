import * as Type from 'typebox'
import { Refusal } from '../../api/refusals.ts'
import { destroySession } from '../../state/session.ts'
import type { Control } from '../control.ts'
import { longPoll } from './blocking.ts'
import type { ControlApp } from './app.ts'
import { answers, blockingParameters, byName, Done, Members, Nullable, Time } from './schemas.ts'

const SessionEnd = Members({
  ID: Type.String(),
  EndsAt: Nullable(Time('When it ends unless it is renewed: after twice its TTL. null without a TTL.')),
})

export function addSessionRoutes(app: ControlApp, { agent }: Control): void {
  const { store, sessionTtls } = agent
  const endOf = (ID: string): Type.Static<typeof SessionEnd> => {
    const at = sessionTtls.endOf(ID)
    return { ID, EndsAt: at === undefined ? null : new Date(at).toISOString() }
  }

  app.get(
    '/sessions',
    {
      schema: {
        summary: 'When sessions end',
        description: 'By the clock of the emulator. A renewal is news, as is an end.',
        querystring: Members(blockingParameters),
        response: answers('The sessions', Type.Array(SessionEnd), {
          indexed: true,
          refusals: { 400: 'A parameter is invalid' },
        }),
      },
    },
    (req, reply) =>
      longPoll(agent, req, reply, {
        source: {
          read: () => [...store.view.scan('sessions')].map(({ ID }) => endOf(ID)),
          subscribe: wake => sessionTtls.onChange(() => wake(false)),
        },
        index: () => sessionTtls.changes,
        answer: all => all,
      }),
  )

  app.put(
    '/sessions/:id/expire',
    {
      schema: {
        summary: 'Ends a session as if its TTL had run out',
        description: 'Its locks are released or their keys deleted, as it was made to, and lock delays begin.',
        params: byName('id'),
        response: answers('Done', Done, { refusals: { 404: 'There is no such session' } }),
      },
    },
    ({ params: { id } }) => {
      if (!store.view.get('sessions', id)) throw new Refusal(404, `There is no session '${id}'.`)
      store.write(tx => destroySession(tx, id))
      return true as const
    },
  )
}
