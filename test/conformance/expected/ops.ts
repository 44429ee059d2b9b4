import { failures } from './failures.ts'

export const ops = failures('settings for operators are not built', ['ops/debug-and-metrics', 'ops/ui-config'])
