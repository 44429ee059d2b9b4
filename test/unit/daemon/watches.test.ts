import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createConsul, startConsul } from '../../../src/index.ts'
import { until } from '../../support/until.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** A server that remembers the bodies which it was sent. */
async function receiver(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = []
  server = createServer((req, res) => {
    req.setEncoding('utf8')
    let body = ''
    req.on('data', (chunk: string) => (body += chunk))
    req.on('end', () => {
      bodies.push(body)
      res.end()
    })
  })
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies }
}

const watchOf = (url: string): object => ({
  type: 'key',
  key: 'greeting',
  handler_type: 'http',
  http_handler_config: { path: url },
})

test('the watches of an emulator in a test run while it listens', async () => {
  const { url, bodies } = await receiver()
  await using consul = await startConsul({ config: { watches: [watchOf(url)] } })
  consul.kv.put('greeting', 'hello')
  await until(() => bodies.some(body => body.includes(btoa('hello'))))
  await consul.close()
  const seen = bodies.length
  await consul.restart()
  consul.kv.put('greeting', 'again')
  await vi.waitFor(() => expect(bodies.slice(seen).at(-1)).toContain(btoa('again')))
})

test('an emulator whose watches are invalid does not listen', async () => {
  const consul = createConsul({ config: { watches: [{ type: 'nosuch' }] } })
  await expect(consul.listen()).rejects.toThrow('Unsupported watch type: nosuch')
  expect(consul.listening).toBe(false)
})
