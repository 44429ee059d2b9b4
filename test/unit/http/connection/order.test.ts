import { describe, expect, it } from 'vitest'
import type { Consul } from '../../../../src/index.ts'
import { start, startByNode } from '../../../support/both-ways.ts'
import { RawClient, talk } from '../../../support/raw-client.ts'
import { bare, get, put } from '../../../support/raw-requests.ts'

const BAD =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request'

/** A request, and what it does to one key: the model of a connection. */
interface Step {
  readonly text: string
  /** What it is answered, given the value of the key; and the value behind it. */
  act(value: string | undefined): readonly [answer: string, value: string | undefined]
  /** Nothing behind it is served. */
  readonly last?: boolean
}

const chunked = (method: string, url: string, ...chunks: string[]): string =>
  `${bare(method, url, 'Transfer-Encoding: chunked\r\n')}${[...chunks, ''].map(text => `${text.length.toString(16)}\r\n${text}\r\n`).join('')}`
const read = (value: string | undefined): string => (value === undefined ? '404 ' : `200 ${value}`)

const KEY = '/v1/kv/o'
const STEPS = {
  put: { text: put(KEY, 'PLAIN'), act: () => ['200 true', 'PLAIN'] },
  chunks: { text: chunked('PUT', KEY, 'IN', 'CHUNKS'), act: () => ['200 true', 'INCHUNKS'] },
  twice: { text: put(KEY, 'TWICE', 'X-A: 1\r\nX-A: 2\r\n'), act: () => ['200 true', 'TWICE'] },
  get: { text: get(`${KEY}?raw`), act: value => [read(value), value] },
  odd: { text: get(`${KEY}?raw`, 'TE: trailers\r\n'), act: value => [read(value), value] },
  delete: { text: bare('DELETE', KEY), act: () => ['200 true', undefined] },
  brew: { text: bare('BREW', KEY), act: value => ['405 method BREW not allowed', value] },
  close: { text: get(`${KEY}?raw`, 'Connection: close\r\n'), act: value => [read(value), value], last: true },
  old: { text: get(`${KEY}?raw`).replace('1.1', '1.0'), act: value => [read(value), value], last: true },
  junk: { text: 'JUNK\r\n\r\n', act: value => ['400 400 Bad Request', value], last: true },
} satisfies Readonly<Record<string, Step>>

const PIPELINES: readonly (readonly Step[])[] = [
  [STEPS.chunks, STEPS.get, STEPS.delete, STEPS.odd],
  [STEPS.put, STEPS.odd, STEPS.twice, STEPS.get],
  [STEPS.chunks, STEPS.junk, STEPS.delete],
  [STEPS.put, STEPS.brew, STEPS.chunks, STEPS.brew, STEPS.get],
  [STEPS.twice, STEPS.close, STEPS.delete],
  [STEPS.chunks, STEPS.close, STEPS.junk],
  [STEPS.put, STEPS.old, STEPS.delete],
]

/** What a connection answers by the model, and the value that it leaves. */
function expected(steps: readonly Step[]): { readonly answers: readonly string[]; readonly value: string | undefined } {
  const answers: string[] = []
  let value: string | undefined
  for (const step of steps) {
    const [answer, next] = step.act(value)
    answers.push(answer)
    value = next
    if (step.last === true) break
  }
  return { answers, value }
}

/** Status and body of each answer; that of a refusal has no length. */
function answersIn(text: string): string[] {
  const heads = [...text.matchAll(/HTTP\/1\.[01] (\d{3}) [^]*?\r\n\r\n([^]*?)(?=HTTP\/1\.|<end>)/g)]
  return heads.map(([, status = '', body = '']) => `${status} ${body}`)
}

/** What a connection answered, and left in the state, when it was sent these pieces. */
async function talkOf(consul: Consul, pieces: readonly string[]): Promise<ReturnType<typeof expected>> {
  consul.kv.delete('o')
  const answers = answersIn(await talk(consul.http.port, pieces))
  return { answers, value: consul.kv.getText('o') }
}

describe.each([
  ['by the fast path', start],
  ['by fastify', startByNode],
])('a pipeline is carried out and answered in order %s', (_, begin) => {
  it.each(PIPELINES.map((steps, i) => [i, steps] as const))(
    'wherever it is cut (pipeline %i)',
    async (_, steps) => {
      const consul = await begin()
      const text = steps.map(step => step.text).join('')
      for (let at = 0; at < text.length; at++) {
        const pieces = [text.slice(0, at), text.slice(at)].filter(piece => piece !== '')
        expect({ pieces, ...(await talkOf(consul, pieces)) }).toEqual({ pieces, ...expected(steps) })
      }
    },
    120_000,
  )

  it('byte by byte', async () => {
    const consul = await begin()
    const [steps = []] = PIPELINES
    expect(await talkOf(consul, [...steps.map(step => step.text).join('')])).toEqual(expected(steps))
  })

  it('with what follows a blocked query waiting for it', async () => {
    const consul = await begin()
    consul.kv.put('o', 'OLD')
    const client = await RawClient.open(consul.http.port)
    client.send(get(`${KEY}?raw&index=${consul.index}`) + STEPS.chunks.text + STEPS.get.text + STEPS.junk.text)
    await consul.untilBlocked()
    expect(consul.kv.getText('o')).toBe('OLD')
    consul.kv.put('other', 'v')
    consul.kv.put('o', 'NEWS')
    expect(await client.closed()).toBe('end')
    expect(answersIn(`${client.text}<end>`)).toEqual(['200 NEWS', '200 true', '200 INCHUNKS', '400 400 Bad Request'])
    expect(client.text.endsWith(BAD)).toBe(true)
  })

  it('with nothing behind a blocked query that is to be the last', async () => {
    const consul = await begin()
    consul.kv.put('o', 'OLD')
    const client = await RawClient.open(consul.http.port)
    client.send(get(`${KEY}?raw&index=${consul.index}`, 'Connection: close\r\n') + STEPS.junk.text)
    await consul.untilBlocked()
    consul.kv.put('o', 'NEWS')
    expect(await client.closed()).toBe('end')
    expect(answersIn(`${client.text}<end>`)).toEqual(['200 NEWS'])
  })

  it('with nothing put between the parts of an answer that has no end', async () => {
    const consul = await begin()
    const client = await RawClient.open(consul.http.port)
    client.send(get('/v1/agent/monitor?loglevel=debug') + STEPS.junk.text)
    await client.until(() => client.text.includes('\r\n\r\n'))
    client.send(STEPS.junk.text)
    await talk(consul.http.port, [get('/v1/status/leader', 'Connection: close\r\n')])
    // what was written before that answer has come
    expect(client.text.match(/HTTP\/1\.1/g)).toHaveLength(1)
    client.end()
  })
})
