import { failures } from './failures.ts'

export const config = {
  ...failures('nothing is kept over a restart', ['config/bootstrap-restart']),
}
