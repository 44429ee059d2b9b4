import { destroySession } from '../../../state/session.ts'
import type { TestBench } from '../../../testing/bench.ts'
import { HttpError } from '../../errors.ts'
import { does, type TestingRoute } from './operation.ts'

export function sessionRoutes({ agent: { store } }: TestBench): readonly TestingRoute[] {
  return [
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
            if (!store.view.get('sessions', id)) throw new HttpError(404, `There is no session '${id}'.`)
            store.write(tx => destroySession(tx, id))
            return { json: true }
          }),
        },
      },
    },
  ]
}
