import { failures } from './failures.ts'

export const aclObjects = failures('permissions are not enforced there yet', [])
