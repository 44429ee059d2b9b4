import { failures } from './failures.ts'

export const cluster = {
  ...failures('an agent does not remember whom it was joined with when it starts again', [
    'cluster/client-that-does-not-leave',
  ]),
  ...failures('a server that is not told to bootstrap leads itself', ['cluster/second-server']),
}
