import type { FastifyInstance, HTTPMethods, RouteHandlerMethod } from 'fastify'

const OTHERS: readonly HTTPMethods[] = ['OPTIONS', 'PUT', 'POST', 'DELETE', 'PATCH']

/**
 * Answers all other methods of a page as GET, as Go's server of files does. Call it before routes are added, and what it returns when
 * all are there.
 */
export function answerAnyMethod(app: FastifyInstance): () => void {
  const pages = new Map<string, RouteHandlerMethod>()
  app.addHook('onRoute', ({ routePath, method, handler }) => {
    if ([method].flat().includes('GET')) pages.set(routePath, handler)
  })
  return () => {
    for (const [url, handler] of [...pages]) {
      app.route({ url, method: [...OTHERS], exposeHeadRoute: false, handler })
    }
  }
}
