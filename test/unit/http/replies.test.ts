import { expect, test } from 'vitest'
import { httpAgent } from '../../support/http.ts'

/** What is logged of requests, in the order that is given. */
async function linesOf(...requests: readonly (readonly [method: string, path: string])[]): Promise<string> {
  const { agent, send } = httpAgent()
  let lines = ''
  agent.log.join({ level: 'info', json: false, destination: { write: line => (lines += line) } })
  for (const [method, path] of requests) await send(method, path)
  await agent.log.flush()
  return lines.replaceAll(/^\S+ |from=\S* ?/gm, '')
}

test('every request that is refused is an error in the log, and one that is not allowed', async () => {
  expect(
    await linesOf(
      ['GET', '/v1/catalog/service/?a=b'],
      ['GET', '/v1/kv/a?recurse&ns=x'],
      ['PUT', '/v1/kv/a?acquire=none'],
      ['POST', '/v1/kv/a'],
      ['GET', '/v1/kv/none'],
    ),
  ).toBe(
    String.raw`[ERROR] agent.http: Request error: method=GET url=/v1/catalog/service/?a=b error="Missing service name"
[ERROR] agent.http: Request error: method=GET url="/v1/kv/a?recurse&ns=x" error="Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature"
[ERROR] agent.http: Request error: method=PUT url=/v1/kv/a?acquire=none error="raft apply failed: invalid session \"none\""
[ERROR] agent.http: Request error: method=POST url=/v1/kv/a error="method POST not allowed"
`,
  )
})

test('what is wrong with the parameters of every read is none', async () => {
  expect(
    await linesOf(['GET', '/v1/kv/a?wait=x'], ['GET', '/v1/kv/a?index=x'], ['GET', '/v1/kv/a?stale&consistent']),
  ).toBe('')
})

test('a type that Go finds out stands behind the length, but for clients that take gzip', async () => {
  const { send } = httpAgent()
  const order = async (encoding: string): Promise<readonly string[]> => {
    const { headers } = await send('GET', '/v1/kv/a?index=x', undefined, { 'Accept-Encoding': encoding })
    return Object.keys(headers).filter(name => name.startsWith('content-') || name === 'vary')
  }
  expect(await order('identity')).toEqual(['vary', 'content-length', 'content-type'])
  expect(await order('gzip')).toEqual(['content-type', 'vary', 'content-length'])
})
