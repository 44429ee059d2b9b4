/** The bytes of a request; an object is sent as JSON, with the secret of an ACL token if there is one. */
export function requestBytes(method, path, body, token = '') {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const length = text === undefined ? '' : `Content-Length: ${Buffer.byteLength(text)}\r\n`
  const credentials = token === '' ? '' : `X-Consul-Token: ${token}\r\n`
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${credentials}${length}\r\n${text ?? ''}`)
}

/** Headers that every server adds by itself. */
const OWN = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])

/** The names and values of a head, flat as writeHead takes them, without those that every server adds by itself. */
export function headersOf(head) {
  return head
    .split('\r\n')
    .slice(1)
    .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
    .filter(([name]) => !OWN.has(name.toLowerCase()))
    .flat()
}

export function indexOf(head) {
  return Number(/^x-consul-index: *(\d+)/im.exec(head)?.[1] ?? 0)
}
