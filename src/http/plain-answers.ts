import { runToEnd } from '../lib/slices.ts'
import type { Incoming } from './exchange.ts'
import type { Responder } from './responder.ts'
import { COMPACT, type FlatHeaders, NOSNIFF, prepareReply, type Reply, TEXT_TYPE } from './reply.ts'
import { hasType } from './header-order.ts'
import { hintsOf } from './hints.ts'

/** Discards an unread body. Without a body there is nothing to discard, which saves Node the work. */
export function discardBody(raw: Incoming): void {
  if (hintsOf(raw).body) raw.resume()
}

/** Sends an answer that has no more headers than these. */
export function send(res: Responder, reply: Reply, headers: FlatHeaders): void {
  res.send(runToEnd(prepareReply(reply, headers, [], COMPACT)))
}

/** What Go's router says of a path that is none. */
export const NO_PAGE: Reply = {
  status: 404,
  bytes: '404 page not found\n',
  contentType: TEXT_TYPE,
  headers: [NOSNIFF],
}

/** Sends a text whose type Go's server finds. */
export function plain(res: Responder, status: number, text: string, headers: FlatHeaders): void {
  send(res, { status, bytes: text, contentType: TEXT_TYPE, isSniffed: true }, headers)
}

/** Sends a client elsewhere, with Go's page about it. */
export function redirect(raw: Incoming, res: Responder, location: string, headers: FlatHeaders = []): void {
  // where a type is there already, Go takes it for that of a page of the handler's own
  const hasPage = !hasType(headers) && (raw.method === 'GET' || raw.method === 'HEAD')
  const escaped = location
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
  send(
    res,
    {
      status: 301,
      bytes: hasPage && raw.method === 'GET' ? `<a href="${escaped}">Moved Permanently</a>.\n\n` : '',
      contentType: hasPage ? 'text/html; charset=utf-8' : null,
    },
    [...headers, 'Location', location],
  )
}
