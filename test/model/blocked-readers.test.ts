import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createConsul, type Consul } from '../../src/index.ts'

/** Commands in all; `MODEL_COMMANDS=1000000 npx vitest run --project unit test/model` is the long run. */
const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? 600)
const LENGTH = 40
/** Turns of the event loop after which every due answer has been sent. */
const TURNS = 12

const PATHS = [
  '/v1/kv/a',
  '/v1/kv/a/b',
  '/v1/kv/a/?recurse',
  '/v1/kv/a?keys',
  '/v1/kv/b',
  '/v1/catalog/services',
  '/v1/catalog/service/web',
  '/v1/catalog/nodes',
  '/v1/health/service/web',
  '/v1/health/service/db?passing',
  '/v1/health/state/any',
  '/v1/health/node/n1',
  '/v1/session/list',
]

const key = fc.constantFrom('a', 'a/b', 'a/c', 'b')
const node = fc.constantFrom('n1', 'n2')
const service = fc.constantFrom('web', 'db')
const status = fc.constantFrom('passing', 'critical')

type Write = (consul: Consul) => unknown
interface Command {
  readonly about: string
  readonly write: Write
}

const command = (about: string, write: Write): Command => ({ about, write })

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(key, fc.constantFrom('1', '2'))
    .map(([key, value]) => command(`put ${key} ${value}`, consul => consul.kv.put(key, value))),
  key.map(key => command(`delete ${key}`, consul => consul.kv.delete(key))),
  // of prefixes that no reader's prefix is longer than: Consul reports those to readers of what they began with only
  fc
    .constantFrom('a/', 'b')
    .map(prefix => command(`delete tree ${prefix}`, consul => consul.kv.delete(prefix, { recurse: true }))),
  fc.tuple(node, service, status).map(([node, service, Status]) =>
    command(`register ${service} on ${node}, ${Status}`, consul =>
      consul.catalog.register({
        Node: node,
        Address: '10.0.0.1',
        Service: { Service: service, Port: 80 },
        Check: { CheckID: `service:${service}`, Name: 'check', Status, ServiceID: service },
      }),
    ),
  ),
  fc
    .tuple(node, service)
    .map(([Node, ServiceID]) =>
      command(`deregister ${ServiceID} on ${Node}`, consul => consul.catalog.deregister({ Node, ServiceID })),
    ),
  node.map(Node => command(`deregister ${Node}`, consul => consul.catalog.deregister({ Node }))),
  fc.constant(command('create a session', consul => consul.session.create({ lockDelay: '0s' }))),
)

interface Answer {
  readonly index: number
  readonly body: string
}

/** A reader that blocks at the index of what it last read. */
interface Reader {
  readonly path: string
  readonly seen: Answer
  answer: Answer | undefined
}

async function read(consul: Consul, path: string): Promise<Answer> {
  const { headers, body } = await consul.inject('GET', path)
  return { index: Number(headers['x-consul-index']), body }
}

async function block(consul: Consul, path: string): Promise<Reader> {
  const seen = await read(consul, path)
  const reader: Reader = { path, seen, answer: undefined }
  const separator = path.includes('?') ? '&' : '?'
  void consul.inject('GET', `${path}${separator}index=${seen.index}&wait=10m`).then(({ headers, body }) => {
    reader.answer = { index: Number(headers['x-consul-index']), body }
  })
  return reader
}

async function turns(): Promise<void> {
  for (let i = 0; i < TURNS; i++) await turn()
}

async function check(list: readonly Command[]): Promise<void> {
  const consul = createConsul({ clock: 'manual' })
  try {
    const readers = await Promise.all(PATHS.map(path => block(consul, path)))
    await turns()
    let index = consul.index
    for (const { about, write } of list) {
      write(consul)
      expect(consul.index).toBeGreaterThanOrEqual(index)
      ;({ index } = consul)
      await turns()
      for (const [at, reader] of readers.entries()) {
        const now = await read(consul, reader.path)
        const risen = now.index > reader.seen.index
        if (now.body !== reader.seen.body) {
          expect(risen, `${about}: the index of ${reader.path}`).toBe(true)
          expect(reader.answer, `${about}: the reader of ${reader.path}`).toEqual(now)
        } else if (reader.answer) {
          // nothing that shows has changed, such as the output of a check or a key that was written and removed
          expect(reader.answer, `${about}: the reader of ${reader.path}`).toEqual(now)
          expect(risen, `${about}: the index of ${reader.path}`).toBe(true)
        }
        if (reader.answer) readers[at] = await block(consul, reader.path)
      }
      await turns()
    }
  } finally {
    await consul.close()
  }
}

test(`a blocked reader is answered when what it reads changes, and never with what it has, over ${COMMANDS} random commands`, async () => {
  await fc.assert(fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: LENGTH, size: 'max' }), check), {
    numRuns: Math.ceil((2 * COMMANDS) / LENGTH),
  })
}, 3_600_000)
