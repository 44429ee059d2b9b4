import { sendable } from './field-syntax.ts'
import { JSON_TYPE, type Reply } from './reply.ts'
import type { Request } from './request.ts'
import { allowedMethods, optionsBody, type Route } from './route.ts'

/** What OPTIONS answers. As in Consul it gives a client of internal paths its own type back. */
export function optionsReply(route: Route, path: string, req: Request): Reply {
  const own = path.startsWith('/v1/internal/') ? req.header('content-type') : ''
  return {
    bytes: optionsBody(route, req.hints.gzip),
    headers: [['Allow', allowedMethods(route, req.method)]],
    contentType: sendable(own) || JSON_TYPE,
  }
}
