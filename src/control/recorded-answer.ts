import type { Sent } from '../http/responder.ts'
import { nodeZlib } from '../lib/node-zlib.ts'
import { loggedUrl } from '../http/logged-url.ts'

/** Bytes of a body that are recorded. */
export const MAX_RECORDED_BODY = 4096

/** Starts are copied by way of it: a buffer of their own for each would be slower to make and to collect. */
const copied = Buffer.allocUnsafeSlow(MAX_RECORDED_BODY)

/** What was sent, with no more of its body than is recorded. Answers that are cached are sent again and again, and their starts copied once. */
export function startOf(sent: Sent): Sent {
  const { status, headers, body = '' } = sent
  if (body.length <= MAX_RECORDED_BODY) return sent
  return (sent.start ??= { status, headers, body: copyOfStart(body) })
}

/** A copy: a part would keep the whole body alive. */
function copyOfStart(body: string | Uint8Array): string {
  if (typeof body === 'string') copied.write(body, 'latin1')
  else copied.set(body.subarray(0, MAX_RECORDED_BODY))
  return copied.toString('latin1')
}

/** One text for each name, in lower case. */
export function headersOf(flat: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = String(flat[i]).toLowerCase()
    const value = String(flat[i + 1])
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}

/** The body as text, unpacked where it was sent packed. */
export function bodyText({ body = '' }: Sent, headers: Readonly<Record<string, string>>): string {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : Buffer.from(body)
  if (headers['content-encoding'] !== 'gzip') return bytes.toString()
  try {
    // what is recorded may end in the middle
    const { constants, gunzipSync } = nodeZlib()
    const unpacked = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 20 })
    return unpacked.subarray(0, MAX_RECORDED_BODY).toString()
  } catch {
    return ''
  }
}

const HIDDEN = '<hidden>'
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'x-consul-token',
  'authorization',
  'proxy-authorization',
  'cookie',
])
export const withoutSecrets = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (SECRET_HEADERS.has(name)) return [name, HIDDEN]
      return [name, name === 'referer' ? loggedUrl(value) : value]
    }),
  )
