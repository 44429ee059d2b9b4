// Requests as texts of one unit a byte.
import { ROOT } from '../../lib/monitored-agent.mjs'

export function requestText({ method, path, body, headers = [] }) {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: localhost', `X-Consul-Token: ${ROOT}`, ...headers]
  if (body === undefined) return `${lines.join('\r\n')}\r\n\r\n`
  const bytes = Buffer.from(body).toString('latin1')
  return `${lines.join('\r\n')}\r\nContent-Length: ${bytes.length}\r\n\r\n${bytes}`
}

/** Whether as many answers came as were asked for. Bodies of our answers hold no status lines of their own. */
export const answered = count => heard =>
  heard.split('HTTP/1.1 ').length > count && /\r\n\r\n/.test(heard.slice(-200_000))

export const escaped = text => encodeURIComponent(text.toWellFormed?.() ?? text.replace(/[\ud800-\udfff]/g, '?'))
