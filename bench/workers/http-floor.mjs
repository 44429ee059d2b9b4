// The least that Node can do: a bare node:http server whose answer is ready before it is asked for.
import { createServer } from 'node:http'
import { serve } from '../lib/worker.mjs'

/** Up to here a string is faster, because it leaves in one piece with its head. */
const SMALL = 4096

let status = 200
let headers = []
let body = ''
/** Who waits, by path. */
const blocked = new Map()

const server = createServer({ requestTimeout: 0 }, (req, res) => {
  if (req.method === 'GET') return get(req.url, res)
  // a floor must take the body, as a server that stores it has to
  const parts = []
  req.on('data', part => parts.push(part))
  req.on('end', () => {
    answer(res)
    wake(req.url)
  })
})

function get(url, res) {
  const at = url.indexOf('?index=')
  if (at < 0) return answer(res)
  const path = url.slice(0, at)
  const waiting = blocked.get(path)
  if (waiting) waiting.add(res)
  else blocked.set(path, new Set([res]))
  res.once('close', () => blocked.get(path)?.delete(res))
}

function answer(res) {
  res.writeHead(status, headers)
  res.end(body)
}

function wake(path) {
  if (blocked.size === 0) return
  const waiting = blocked.get(path)
  if (!waiting) return
  blocked.delete(path)
  for (const res of waiting) answer(res)
}

serve({
  /** Takes a free port and tells it. */
  listen: () =>
    new Promise(resolve => {
      server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve(server.address().port))
    }),
  /** The answer that every request gets from now on: status, flat headers, bytes. */
  prepare(ready) {
    status = ready.status
    const bytes = Buffer.from(ready.body)
    body = bytes.length <= SMALL ? bytes.toString('utf8') : bytes
    headers = [...ready.headers, 'Content-Length', String(bytes.length)]
  },
})
