import { failures } from './failures.ts'

export const durable = {
  ...failures('ACLs are not built', ['durable/acl-bootstrap-reset', 'durable/agent-token-kept']),
  ...failures('a keyring does not change', ['durable/keyring']),
  ...failures('an answer differs that has nothing to do with the folder', ['durable/prepared-queries']),
}
