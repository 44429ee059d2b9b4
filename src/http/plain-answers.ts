import type { Incoming, Outgoing } from './exchange.ts'
import { COMPACT, type FlatHeaders, prepareReply, type Reply, sendPrepared, TEXT_TYPE } from './reply.ts'
import { hintsOf } from './request.ts'

/** Reads what nobody wants. Where there is nothing to read Node does less when it is left alone. */
export function discardBody(raw: Incoming): void {
  if (hintsOf(raw).body) raw.resume()
}

/** Sends an answer that has no more headers than these. */
export function send(res: Outgoing, reply: Reply, headers: FlatHeaders): void {
  sendPrepared(res, prepareReply(reply, headers, [], COMPACT), res.req?.method === 'HEAD')
}

/** Sends a text. */
export function plain(res: Outgoing, status: number, text: string, headers: FlatHeaders): void {
  send(res, { status, bytes: text, contentType: TEXT_TYPE }, headers)
}

/** Sends a client elsewhere, with Go's page about it. */
export function redirect(raw: Incoming, res: Outgoing, location: string): void {
  const reads = raw.method === 'GET' || raw.method === 'HEAD'
  const [status, reason] = reads ? [301, 'Moved Permanently'] : [307, 'Temporary Redirect']
  const escaped = location
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
  send(
    res,
    {
      status: status as number,
      bytes: raw.method === 'GET' ? `<a href="${escaped}">${reason}</a>.\n\n` : '',
      contentType: reads ? 'text/html; charset=utf-8' : null,
    },
    ['Location', location],
  )
}
