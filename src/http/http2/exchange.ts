import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { Http2Request } from './request.ts'
import { Http2Responder } from './responder.ts'

/** Those of HTTP/2 look like those of HTTP/1.1 to fastify, which hands them on as such. */
export function http2Exchange(
  raw: IncomingMessage,
  res: ServerResponse,
): { readonly request: Http2Request; readonly responder: Http2Responder } {
  const request = new Http2Request(raw as unknown as Http2ServerRequest)
  return { request, responder: new Http2Responder(res as unknown as Http2ServerResponse, request.method) }
}
