import type { FastifyInstance, HTTPMethods } from 'fastify'
import { TEXT_TYPE } from './reply.ts'

const METHODS: readonly HTTPMethods[] = ['OPTIONS', 'GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH']

/**
 * Answers the methods that the routes of a plugin do not have as Consul's API does: 405, and OPTIONS with the list. Call it before
 * routes are added, and what it returns when all are there.
 */
export function otherMethods(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ routePath, method }) => {
    const methods = known.get(routePath) ?? new Set()
    known.set(routePath, methods)
    for (const one of [method].flat()) methods.add(one)
  })
  return () => {
    for (const [url, own] of [...known]) {
      const allow = METHODS.filter(method => method === 'OPTIONS' || own.has(method)).join(',')
      app.route({
        url,
        method: METHODS.filter(method => !own.has(method)),
        exposeHeadRoute: false,
        // before a body is read
        onRequest: async ({ method }, reply) => {
          void reply.header('Allow', allow)
          if (method === 'OPTIONS') return reply.send('')
          return reply.code(405).type(TEXT_TYPE).send(`method ${method} not allowed`)
        },
        handler: () => undefined,
      })
    }
  }
}
