import { destroySession } from '../../state/session.ts'
import type { Control } from '../control.ts'
import { Refusal } from '../../api/refusals.ts'
import { longPoll, longPollParameters } from './long-poll.ts'
import { does, type TestingRoute, waits } from './operation.ts'
import { list, nullable, object, text, time } from './schema.ts'

const endings = list(
  object({
    ID: text(),
    EndsAt: nullable(time('When it ends unless it is renewed: after twice its TTL. null without a TTL.')),
  }),
)

export function sessionRoutes({ agent: { store, sessionTtls } }: Control): readonly TestingRoute[] {
  const ending = (ID: string): object => {
    const at = sessionTtls.endOf(ID)
    return { ID, EndsAt: at === undefined ? null : new Date(at).toISOString() }
  }
  return [
    {
      path: '/_miniconsul/sessions',
      operations: {
        GET: {
          summary: 'When sessions end',
          description: 'By the clock of the emulator. A renewal is news, as is an end.',
          query: longPollParameters,
          answer: { description: 'The sessions', schema: endings, indexed: true },
          refusals: { 400: 'A parameter means nothing' },
          handler: waits(req =>
            longPoll(req, {
              source: {
                read: () => [...store.view.scan('sessions')].map(({ ID }) => ending(ID)),
                subscribe: wake => sessionTtls.onChange(() => wake(false)),
              },
              index: () => sessionTtls.changes,
              answer: all => all,
            }),
          ),
        },
      },
    },
    {
      path: '/_miniconsul/sessions/{id}/expire',
      operations: {
        PUT: {
          summary: 'Ends a session as if its TTL had run out',
          description: 'Its locks are released or their keys deleted, as it was made to, and lock delays begin.',
          answer: { description: 'Done', schema: { const: true } },
          refusals: { 404: 'There is no such session' },
          handler: does(req => {
            const id = req.param
            if (!store.view.get('sessions', id)) throw new Refusal(404, `There is no session '${id}'.`)
            store.write(tx => destroySession(tx, id))
            return { json: true }
          }),
        },
      },
    },
  ]
}
