// Requests as texts of one unit a byte.
import { ROOT } from '../../lib/monitored-agent.mjs'

export function requestText({ method, path, body, headers = [] }) {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: localhost', `X-Consul-Token: ${ROOT}`, ...headers]
  if (body === undefined) return `${lines.join('\r\n')}\r\n\r\n`
  const bytes = Buffer.from(body).toString('latin1')
  return `${lines.join('\r\n')}\r\nContent-Length: ${bytes.length}\r\n\r\n${bytes}`
}

/** Several requests for one connection, which ends with the last of them. */
export const requestsText = requests =>
  requests
    .map((request, i) =>
      requestText(
        i < requests.length - 1 ? request : { ...request, headers: [...(request.headers ?? []), 'Connection: close'] },
      ),
    )
    .join('')

export const escaped = text => encodeURIComponent(text.toWellFormed?.() ?? text.replace(/[\ud800-\udfff]/g, '?'))
