import { readArchive, writeArchive } from '../../agent/snapshot-archive.ts'
import { demand } from '../../api/acl/permission.ts'
import { Refusal } from '../../api/refusals.ts'
import { action, route } from '../route.ts'
import { rebuildFollowing } from '../../state/restored-state.ts'
import { errorText } from '../../lib/error-text.ts'

/** Bytes of a snapshot file: as many as it may unpack to. */
const MAX_ARCHIVE = 256 * 1024 * 1024

/** https://developer.hashicorp.com/consul/api-docs/snapshot */
export const snapshotRoutes = [
  route(
    '/v1/snapshot',
    {
      GET: action(
        async (req, agent) => {
          req.checkDatacenter()
          demand(req.authorizer, 'acl', 'write')
          const { store } = agent
          return {
            bytes: await writeArchive(store.snapshot(), agent.settings, agent.clock.now()),
            contentType: 'application/x-gzip',
            isSniffed: true,
            framing: 'chunks',
            headers: [
              ['X-Consul-Index', String(store.index)],
              ['X-Consul-Knownleader', 'true'],
              ['X-Consul-Lastcontact', '0'],
              ['X-Consul-Query-Backend', 'blocking-query'],
            ],
          }
        },
        { ownEnterpriseCheck: true },
      ),
      PUT: action(
        async (req, agent) => {
          req.checkDatacenter()
          demand(req.authorizer, 'acl', 'write')
          const { body, query } = req
          if (query.has('stale')) throw new Refusal(500, 'stale not allowed for restore')
          await agent.restores.run(async () => {
            const draft = await read(body)
            rebuildFollowing(draft)
            agent.store.restore(draft)
          })
          return { bytes: '', contentType: 'application/octet-stream' }
        },
        { limit: () => ({ bytes: MAX_ARCHIVE }), ownEnterpriseCheck: true },
      ),
    },
    { note: 'state.bin has a form of its own: snapshots of a real Consul are refused.' },
  ),
]

const read = (body: Buffer): ReturnType<typeof readArchive> =>
  readArchive(body).catch((err: unknown) => {
    throw new Refusal(500, errorText(err))
  })
