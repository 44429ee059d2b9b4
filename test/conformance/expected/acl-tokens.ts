import { failures } from './failures.ts'

export const aclTokens = failures('permissions are not enforced there yet', ['acl/bootstrap-reset'])
