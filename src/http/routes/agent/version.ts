import { CONSUL_VERSION } from '../../../version.ts'
import { action, route } from '../../route.ts'

export const BUILD_DATE = '1970-01-01T00:00:01Z'

/** https://developer.hashicorp.com/consul/api-docs/agent#retrieve-version-information */
export const agentVersionRoutes = [
  route(
    '/v1/agent/version',
    {
      GET: action(() => ({ json: { SHA: '', BuildDate: BUILD_DATE, HumanVersion: CONSUL_VERSION, FIPS: '' } }), {
        ownEnterpriseCheck: true,
      }),
    },
    { note: 'SHA, the commit that Consul was built from, is empty.' },
  ),
]
