import { refusal } from '../errors.ts'
import { action, route } from '../route.ts'

/** The web page. */
export const uiRoutes = [
  route(
    '/ui/:file',
    {
      GET: action(() => {
        throw refusal.notBuilt('/ui/', 'the web page is not built yet')
      }),
    },
    { fidelity: 'none', note: 'The web page is not built yet.' },
  ),
]
