import { failures } from './failures.ts'

export const intentions = failures('access control of intentions is not built', ['intentions/acl'])
