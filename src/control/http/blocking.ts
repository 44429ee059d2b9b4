import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Agent } from '../../agent/agent.ts'
import type { Source } from '../../agent/blocking.ts'
import { blockingOptions } from '../../http/blocking-parameters.ts'

/** What a request waits for. */
export interface Awaited<T, R> {
  readonly source: Source<T>
  isNews(value: T): boolean
  /** Milliseconds. */
  readonly wait: number
  answer(value: T): R
}

/** Answers at once if that is news, else when it is, or when the time is up. A client that leaves is forgotten. */
export function block<T, R>(
  { blocking }: Agent,
  { raw }: FastifyRequest,
  reply: FastifyReply,
  { source, isNews, wait, answer }: Awaited<T, R>,
): Promise<R> {
  return new Promise((resolve, reject) => {
    const reader = blocking.run<T>({
      source,
      isNews,
      wait,
      label: raw.url ?? '',
      fail: reject,
      answer: value => {
        try {
          resolve(answer(value))
        } catch (err) {
          reject(err)
        }
      },
    })
    if (reader) reply.raw.once('close', () => reader.abandon())
  })
}

/** A list that is answered at once, or when its index differs from the client's. */
export function longPoll<T, R>(
  agent: Agent,
  req: FastifyRequest<{ Querystring: { index?: number; wait?: string } }>,
  reply: FastifyReply,
  { source, index, answer }: { source: Source<T>; index: () => number; answer: (value: T) => R },
): Promise<R> {
  const { index: seen = 0, wait = '' } = req.query
  const options = blockingOptions({ query: { get: name => (name === 'wait' ? wait : '') }, settings: agent.settings })
  return block(agent, req, reply, {
    source,
    // an index from before a restart is no reason to wait
    isNews: () => seen === 0 || seen !== index(),
    wait: options.wait,
    answer: value => {
      void reply.header('X-Consul-Index', index())
      return answer(value)
    },
  })
}
