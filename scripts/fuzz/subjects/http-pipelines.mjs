import { each, talk } from '../lib/talk.mjs'
import { requestText } from '../lib/http.mjs'

/** What a request of a pipeline does to a key, and is answered; '' stands for no key. */
const STEPS = {
  put: (path, value) => [requestText({ method: 'PUT', path, body: value }), () => ['200', value]],
  chunks: (path, value) => [
    `${requestText({ method: 'PUT', path, headers: ['Transfer-Encoding: chunked'] })}${value.length.toString(16)}\r\n${value}\r\n0\r\n\r\n`,
    () => ['200', value],
  ],
  twice: (path, value) => [
    requestText({ method: 'PUT', path, body: value, headers: ['X-A: 1', 'X-A: 2'] }),
    () => ['200', value],
  ],
  get: path => [
    requestText({ method: 'GET', path: `${path}?raw` }),
    value => [value === '' ? '404' : `200 ${value}`, value],
  ],
  odd: path => [
    requestText({ method: 'GET', path: `${path}?raw`, headers: ['TE: trailers'] }),
    value => [value === '' ? '404' : `200 ${value}`, value],
  ],
  remove: path => [requestText({ method: 'DELETE', path }), () => ['200', '']],
  brew: path => [requestText({ method: 'BREW', path }), value => ['405', value]],
  junk: () => ['JUNK\r\n\r\n', value => ['400', value, 'last']],
  close: path => [
    requestText({ method: 'GET', path: `${path}?raw`, headers: ['Connection: close'] }),
    value => [value === '' ? '404' : `200 ${value}`, value, 'last'],
  ],
}

/** Answers in a text: the status, and the value that a read gave. */
function answersIn(text) {
  const found = [...text.matchAll(/HTTP\/1\.1 (\d{3})([^]*?)\r\n\r\n([^]*?)(?=HTTP\/1\.1 |$)/g)]
  return found.map(([, status, , body]) => (status === '200' && body !== 'true' ? `200 ${body}` : status))
}

async function compare(agent, steps, key, at) {
  const path = `/v1/kv/${key}`
  const made = steps.map(([name, value]) => STEPS[name](path, value))
  const text = made.map(([request]) => request).join('')
  const wanted = []
  let value = ''
  for (const [, act] of made) {
    const [answer, next, last] = act(value)
    wanted.push(answer)
    value = next
    if (last !== undefined) break
  }
  const ends = wanted.length < made.length || ['junk', 'close'].includes(steps.at(-1)[0])
  const enough = heard => !ends && answersIn(heard).length >= wanted.length && /\r\n\r\n[^]*$/.test(heard)
  const heard = await talk(agent.ports.http, [text.slice(0, at), text.slice(at)], { quiet: 60_000, enough })
  const left = await agent.request('GET', `${path}?raw`)
  const [got, stored] = [answersIn(heard), left.status === 404 ? '' : left.text]
  if (got.join('|') === wanted.join('|') && stored === value) return undefined
  return `difference at byte ${at}: ${JSON.stringify({ got, wanted, stored, value })}`
}

/** Pipelines that are cut at every byte, held against a model. */
export const httpPipelines = {
  name: 'http-pipelines',
  unit: 'requests',
  weight: 15,
  batch: 1,
  make(random) {
    const names = Object.keys(STEPS)
    const steps = Array.from({ length: 2 + random.int(4) }, () => [random.pick(names), `V${random.int(1e6)}`])
    return { steps, key: `pipelines/${random.int(1e9)}` }
  },
  length: ({ steps }) =>
    steps.map(([name, value]) => STEPS[name]('/v1/kv/pipelines/123456789/1234', value)[0]).join('').length,
  count(input) {
    return this.length(input) * (input.steps.length + 1)
  },
  async send(agent, input) {
    const cuts = Array.from({ length: this.length(input) - 20 }, (_, i) => i + 1)
    const differences = []
    await each(cuts, 16, async at => {
      const difference = await compare(agent, input.steps, `${input.key}/${at}`, at)
      if (difference !== undefined) differences.push(difference)
    })
    await agent.request('DELETE', `/v1/kv/${input.key}?recurse`)
    if (differences.length > 0) throw new Error(`${differences.length} differences: ${differences[0]}`)
    return ''
  },
}
