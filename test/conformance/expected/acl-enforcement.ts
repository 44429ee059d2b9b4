import { failures } from './failures.ts'

export const aclEnforcement = {
  ...failures('agents that are clients are not made', ['acl/client-agent']),
}
