import type { Source } from '../../agent/blocking.ts'
import { blockingOptions } from '../../http/blocking-parameters.ts'
import type { Request } from '../../http/request.ts'
import type { Watch } from '../../http/route.ts'
import type { Parameter } from './operation.ts'
import { integer, text } from './schema.ts'

/** What every list that can be waited for takes. */
export const longPollParameters: readonly Parameter[] = [
  { name: 'index', description: 'Answer once the index is another than this one.', schema: integer() },
  { name: 'wait', description: 'For how long to wait at most, as `10s`; default 5m.', schema: text() },
]

/** A list that is answered at once, or when its index is another than that of the client. */
export function longPoll<T>(
  req: Request,
  { source, index, answer }: { source: Source<T>; index: () => number; answer: (value: T) => unknown },
): Watch<T> {
  const { wait, index: seen } = blockingOptions(req)
  return {
    source,
    // an index from before a restart is no reason to wait
    isNews: () => seen === '' || Number(seen) === 0 || Number(seen) !== index(),
    wait,
    answer: value => ({ json: answer(value), headers: [['X-Consul-Index', String(index())]] }),
  }
}
