import { constants, gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { defaultSettings } from '../../../src/model/settings.ts'
import { start } from '../../support/both-ways.ts'
import { httpAgent } from '../../support/http.ts'
import { RawClient, undated } from '../../support/raw-client.ts'
import { get } from '../../support/raw-requests.ts'

const GZIP = 'Accept-Encoding: gzip\r\n'

/** What was sent in chunks, without them. */
function bodyOf(text: string): Buffer {
  const parts: string[] = []
  let rest = text.slice(text.indexOf('\r\n\r\n') + 4)
  for (;;) {
    const [size = ''] = rest.split('\r\n', 1)
    const length = Number.parseInt(size, 16)
    if (!(length > 0)) return Buffer.from(parts.join(''), 'latin1')
    parts.push(rest.slice(size.length + 2, size.length + 2 + length))
    rest = rest.slice(size.length + 4 + length)
  }
}

const unpacked = (text: string): string =>
  gunzipSync(bodyOf(text), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')

it('a client that accepts gzip gets the lines of a log compressed, each when it is written', async () => {
  const consul = await start()
  const client = await RawClient.open(consul.http.port)
  client.send(get('/v1/agent/monitor?loglevel=debug', GZIP))
  await client.until(() => bodyOf(client.text).length > 0)
  expect(undated(client.text.slice(0, client.text.indexOf('\r\n\r\n')))).toBe(
    'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/plain; charset=utf-8\r\nVary: Accept-Encoding\r\n' +
      'X-Consul-Default-Acl-Policy: allow\r\nDate: now\r\nTransfer-Encoding: chunked',
  )
  for (const path of ['/v1/kv/first', '/v1/kv/second']) {
    const other = await RawClient.open(consul.http.port)
    await other.ask(get(path))
    await client.until(() => unpacked(client.text).includes(path))
  }
  expect(unpacked(client.text)).toMatch(/^\d{4}-\d\d-\d\dT[^\n]*url=\/v1\/kv\/first [^]*\n$/)
})

it.each([
  ['GET', '/v1/agent/monitor?loglevel=zz', 400, 'Unknown log level: zz'],
  ['POST', '/v1/agent/monitor', 405, 'method POST not allowed'],
  ['PUT', '/v1/agent/metrics/stream', 405, 'method PUT not allowed'],
])('where a stream is, %s %s is compressed however small it is', async (method, path, status, text) => {
  const { send } = httpAgent()
  const packed = await send(method, path, undefined, { 'accept-encoding': 'gzip' })
  expect([packed.status, packed.headers['content-encoding']]).toEqual([status, 'gzip'])
  expect(await send(method, path)).toMatchObject({ status, text })
})

it('a refusal is compressed as any other answer: from 1400 bytes on', async () => {
  const { send } = httpAgent({ acl: { ...defaultSettings.acl, enabled: true, defaultPolicy: 'deny' } })
  const refusal = async (size: number): Promise<unknown> => {
    const { status, headers } = await send('GET', `/v1/kv/${'x'.repeat(size)}`, undefined, {
      'accept-encoding': 'gzip',
    })
    return [status, headers['content-encoding']]
  }
  expect(await refusal(100)).toEqual([403, undefined])
  expect(await refusal(1400)).toEqual([403, 'gzip'])
})
