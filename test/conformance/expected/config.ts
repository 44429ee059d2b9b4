import { failures } from './failures.ts'

export const config = {
  ...failures('access control of config entries is not built', ['config/acl']),
  ...failures('nothing is kept over a restart', ['config/bootstrap-restart']),
}
