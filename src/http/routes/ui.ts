import type { Agent } from '../../agent/agent.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { type Action, action, route } from '../route.ts'
import { type PageFile, pageFolder, readPage } from '../../page/files.ts'
import { pageHeaders } from '../../page/headers.ts'
import { isOwnHost } from '../../page/host.ts'
import { servePage } from '../../page/serve.ts'

const FOREIGN_HOST = 'The web page answers to addresses and local names only, as in http://127.0.0.1:8500/ui/.\n'

/** The web page. Its files are read when they are first asked for, and kept. */
export const uiRoutes = [
  route('/ui/:file', reads(file(pageFolder(import.meta.url)))),
  route('/ui/config.json', reads(config)),
]

function file(folder: URL): Action {
  let files: ReadonlyMap<string, PageFile> | undefined
  return req => servePage((files ??= readPage(folder)), req.param, req.header('if-none-match'))
}

/** What the page has to know before it asks anything else. */
function config(_req: Request, { settings }: Agent): Reply {
  const json = {
    Datacenter: settings.datacenter,
    NodeName: settings.nodeName,
    Dev: settings.dev,
    ReadOnly: settings.ui.readOnly,
    TestBench: settings.ui.testBench,
  }
  return { json, headers: [...pageHeaders, ['Cache-Control', 'no-store']] }
}

function reads(run: Action) {
  const handler = action(
    (req, agent) => {
      if (!isOwnHost(req.header('host'))) throw new Refusal(403, FOREIGN_HOST)
      return run(req, agent)
    },
    { ownEnterpriseCheck: true },
  )
  return { GET: handler, HEAD: handler }
}
