import { failures } from './failures.ts'

export const aclEnforcement = {
  ...failures('agents that are clients are not made', ['acl/client-agent']),
  ...failures('there are no peers', ['acl/fallbacks']),
  ...failures('nothing outlives a process', [
    'acl/config-service-token',
    'acl/token-no-persistence',
    'acl/token-persistence',
  ]),
}
