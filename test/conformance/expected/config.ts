import { failures } from './failures.ts'

export const config = {
  ...failures('access control of config entries is not built', ['config/acl']),
  ...failures('entries of the configuration are not taken yet', ['config/bootstrap', 'config/bootstrap-restart']),
  ...failures('gateway services are not shown yet', ['config/destination']),
  ...failures('exported services are not shown yet', ['config/exported-services']),
}
