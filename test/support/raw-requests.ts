/** Headers behind `Host`, each with its end of line. */
type Lines = string

/** The bytes of a request without a body. */
export const bare = (method: string, url: string, lines: Lines = ''): string =>
  `${method} ${url} HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n`

export const get = (url: string, lines?: Lines): string => bare('GET', url, lines)

/** The bytes of a request with a body, one unit a byte. */
export const withBody = (method: string, url: string, body: string, lines: Lines = ''): string =>
  `${bare(method, url, `Content-Length: ${body.length}\r\n${lines}`)}${body}`

export const put = (url: string, body: string, lines?: Lines): string => withBody('PUT', url, body, lines)

/** A header that no plain request has: the connection is node:http's from there on. */
export const BY_NODE: Lines = 'TE: trailers\r\n'
