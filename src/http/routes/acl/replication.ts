import { ZERO_TIME } from '../../../go/time.ts'
import { readOptions } from '../../blocking-parameters.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl#check-acl-replication */
export const replicationRoutes = [
  route(
    '/v1/acl/replication',
    {
      GET: action(
        req => {
          readOptions(req)
          req.checkPath()
          return {
            json: {
              Enabled: false,
              Running: false,
              SourceDatacenter: '',
              ReplicationType: '',
              ReplicatedIndex: 0,
              ReplicatedRoleIndex: 0,
              ReplicatedTokenIndex: 0,
              LastSuccess: ZERO_TIME,
              LastError: ZERO_TIME,
              LastErrorMessage: '',
            },
          }
        },
        { ownEnterpriseCheck: true },
      ),
    },
    {
      fidelity: 'partial',
      note: 'Datacenters replicate no ACLs: it says so of each, also of one that is not the primary.',
    },
  ),
]
