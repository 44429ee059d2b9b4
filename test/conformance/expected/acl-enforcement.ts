import { failures } from './failures.ts'

export const aclEnforcement = {
  ...failures('agents that are clients are not made', ['acl/client-agent']),
  ...failures('permissions of what pages ask, and peers, are not checked', [
    'acl/connect',
    'acl/fallbacks',
    'acl/ui-and-internal',
  ]),
  ...failures('nothing outlives a process', [
    'acl/config-service-token',
    'acl/token-no-persistence',
    'acl/token-persistence',
  ]),
}
