import { failures } from './failures.ts'

export const intentions = {
  ...failures('access control of intentions is not built', ['intentions/acl']),
  ...failures('the topology of a service is not shown yet', ['intentions/default-deny']),
}
