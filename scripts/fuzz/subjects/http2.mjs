import {
  continuation,
  FLAG,
  frame,
  get,
  headerBlock,
  ping,
  reset,
  sendFrames,
  settings,
  TYPE,
  window,
} from '../lib/http2.mjs'
import { mutated } from '../lib/mutate.mjs'

const PATHS = [
  '/v1/kv/a',
  '/v1/kv/?recurse',
  '/v1/catalog/services',
  '/v1/kv/a?index=1&wait=60s',
  '/ui/',
  '/_miniconsul/',
]
const odd = i => 2 * i + 1

/** What is sent again and again. */
const FLOODS = {
  'rapid resets': (random, i) => [get(odd(i), random.pick(PATHS)), reset(odd(i))],
  requests: (random, i) => [get(odd(i), random.pick(PATHS))],
  continuations: (random, i) => [
    i === 0
      ? frame(TYPE.headers, FLAG.endStream, 1, headerBlock('GET', '/v1/kv/a'))
      : continuation(1, headerBlock('GET', '/', { [`x-${i}`]: 'y'.repeat(random.int(200)) }).subarray(20)),
  ],
  'empty continuations': (_random, i) => [
    i === 0 ? frame(TYPE.headers, 0, 1, headerBlock('GET', '/')) : continuation(1, Buffer.alloc(0)),
  ],
  settings: () => [settings()],
  pings: () => [ping(false)],
  'answers to nothing': (random, i) => [random.pick([ping(true), frame(TYPE.settings, FLAG.ack, 0), reset(odd(i))])],
  'empty data': (_random, i) => [
    i === 0 ? frame(TYPE.headers, FLAG.endHeaders, 1, headerBlock('PUT', '/v1/kv/a')) : frame(TYPE.data, 0, 1),
  ],
  priorities: (random, i) => [frame(TYPE.priority, 0, odd(i), Buffer.from([0, 0, 0, random.int(256), 1]))],
  windows: random => [window(random.pick([0, 1, 3]), random.pick([0, 1, 2 ** 31 - 1]))],
  'large heads': (_random, i) => [get(odd(i), '/v1/kv/a', { 'x-large': 'x'.repeat(8000) })],
}

/** HTTP/2 on the port for HTTPS: floods of each kind of frame, clients that do not read or open no window, and damaged frames. */
export const http2 = {
  name: 'http2',
  unit: 'requests',
  weight: 0.2,
  agent: 'acl',
  // a connection sends hundreds of requests in one piece
  width: 4,
  make(random) {
    const name = random.pick(Object.keys(FLOODS))
    const count = random.pick([1, 10, 300, 300])
    const begin = settings(random.pick([undefined, 0, 1, 65535]))
    const frames = Array.from({ length: count }, (_, i) => FLOODS[name](random, i)).flat()
    const text = Buffer.concat([begin, ...frames]).toString('latin1')
    return {
      name,
      text: random.chance(1, 3) ? mutated(text, random, 8) : text,
      reads: random.chance(2, 3),
    }
  },
  async send(agent, { text, reads }) {
    await sendFrames(agent.ports.https, [Buffer.from(text, 'latin1')], { reads, quiet: agent.quiet(60) })
    return ''
  },
}
