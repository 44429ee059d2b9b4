import type { Agent } from '../agent/agent.ts'
import type { RemoteDatacenter } from '../agent/remote-datacenter.ts'
import type { RelayedRequest } from '../agent/upstream.ts'
import type { Request } from './request.ts'
import type { Route } from './route.ts'
import { bringsToken } from './secret.ts'

/** The datacenter of another process that is to answer a request. */
export function farDatacenter(
  { federation, settings }: Agent,
  { query, datacenter, method }: Request,
  route: Route,
): RemoteDatacenter | undefined {
  if (route.local === true) return undefined
  if (!query.isEmpty && datacenter !== settings.datacenter) return federation.remote(datacenter)
  const writes = route.writtenInPrimary === true && method !== 'GET'
  return writes && settings.primaryDatacenter !== settings.datacenter
    ? federation.remote(settings.primaryDatacenter)
    : undefined
}

/** A request that brings no token has the rights of this agent's default token, wherever it is answered. */
export function withToken({ acl }: Agent, raw: RelayedRequest): RelayedRequest {
  const token = acl.enabled ? acl.tokens.get('default') : ''
  if (token === '' || bringsToken(raw)) return raw
  const { method, url, headers, socket, buffered, stream } = raw
  const rawHeaders = [...raw.rawHeaders, 'X-Consul-Token', token]
  return { method, url, headers, rawHeaders, socket, ...(buffered && { buffered }), ...(stream && { stream }) }
}

/** A request whose body was read, to be sent on. */
export const withBody = ({ raw, body }: Request): RelayedRequest => ({
  method: raw.method,
  url: raw.url,
  headers: raw.headers,
  rawHeaders: raw.rawHeaders,
  socket: raw.socket,
  buffered: body,
})
