// An emulator inside this process: made, listening, asked once, closed.
import { createServer, get } from 'node:http'
import { pathToFileURL } from 'node:url'
import { serve } from '../lib/worker.mjs'

const answer = url =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, res => {
      res.resume()
      res.once('end', () => (res.statusCode === 200 ? resolve() : reject(new Error(`Failed: ${res.statusCode}`))))
    }).once('error', reject)
  })

async function timed(fn) {
  const begun = performance.now()
  await fn()
  return performance.now() - begun
}

let library

serve({
  /** Milliseconds to load the built library, whose path is given. */
  load: path => timed(async () => (library = await import(pathToFileURL(path)))),

  miniconsul: () =>
    timed(async () => {
      const consul = library.createConsul()
      await consul.listen()
      await answer(`${consul.http.url}/v1/status/leader`)
      await consul.close()
    }),

  floor: () =>
    timed(async () => {
      const server = createServer((_req, res) => res.end('ok'))
      await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
      await answer(`http://127.0.0.1:${server.address().port}/`)
      await new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      })
    }),
})
