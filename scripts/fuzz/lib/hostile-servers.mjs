// Servers that an agent may be led to, none of which answers as it should.
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { hostileJson } from './mutate.mjs'
import { Random } from './random.mjs'

/** Bytes that one connection is sent at most, so that an agent which reads without end is seen rather than the machine filled. */
const MAX_BYTES = 32 * 2 ** 20
const FILLER = Buffer.alloc(64 * 1024, 'x')
const BOMB = gzipSync(Buffer.alloc(64 * 2 ** 20))
const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'

function flood(socket, chunk) {
  let sent = 0
  const write = () => {
    while (!socket.destroyed && sent < MAX_BYTES) {
      sent += chunk.length
      if (!socket.write(chunk)) return void socket.once('drain', write)
    }
  }
  write()
}

function drip(socket, text) {
  let at = 0
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer)
    else socket.write(text[at++ % text.length])
  }, 10)
}

/** What a server does with a connection, by name; `heard`: once it has sent something. */
const WAYS = {
  silent: () => {},
  closes: socket => socket.end(),
  resets: socket => socket.resetAndDestroy(),
  garbage: (socket, random) => socket.end(Buffer.from(random.times(4000, () => random.int(256)))),
  'endless noise': socket => flood(socket, FILLER),
  'endless body': socket => {
    socket.write(`${OK}\r\n`)
    flood(socket, FILLER)
  },
  'endless head': socket => {
    socket.write(OK)
    flood(socket, Buffer.from(`X-A: ${'b'.repeat(1000)}\r\n`))
  },
  'endless redirects': socket => socket.end('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n'),
  'a byte at a time': socket => drip(socket, `${OK}Content-Length: 100000\r\n\r\n{"keys": [`),
  'too much announced': socket => socket.write(`${OK}Content-Length: 1000000000000000\r\n\r\n{`),
  'a bomb': socket =>
    socket.end(
      Buffer.concat([Buffer.from(`${OK}Content-Encoding: gzip\r\nContent-Length: ${BOMB.length}\r\n\r\n`), BOMB]),
    ),
  'broken chunks': socket => socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}`),
  'wrong types': (socket, random) => {
    const body = hostileJson(
      { keys: [{ kty: 'RSA', n: 'x', e: 'AQAB' }], issuer: 'i', jwks_uri: 'j', t: 'hello' },
      random,
    )
    socket.end(`${OK}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  },
  'endless lines': socket => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: miniconsul\r\n\r\n')
    flood(socket, Buffer.from('{"t":"ping"}\n'.repeat(1000)))
  },
  'an endless line': socket => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: miniconsul\r\n\r\n{"t":"')
    flood(socket, FILLER)
  },
}

/** Starts one of each; gives their ports by name. They end with the process. */
export async function hostileServers() {
  const ports = {}
  let count = 0
  for (const [name, way] of Object.entries(WAYS)) {
    const server = createServer({ noDelay: true }, socket => {
      socket.on('error', () => undefined)
      socket.once('data', () => way(socket, Random.of(name, count++)))
      socket.resume()
    })
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    server.unref()
    ports[name] = server.address().port
  }
  return ports
}
