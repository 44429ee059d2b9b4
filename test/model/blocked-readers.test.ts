import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Agent } from '../../src/agent/agent.ts'
import { Dispatcher } from '../../src/http/dispatch.ts'
import { Router } from '../../src/http/router.ts'
import { routes } from '../../src/http/routes/index.ts'
import { MovableClock } from '../../src/lib/clock.ts'
import { turns } from '../../src/lib/defer.ts'
import { seededRandom } from '../../src/lib/random.ts'
import { directCatalog } from '../../src/library/catalog.ts'
import { directKv } from '../../src/library/kv.ts'
import { directSession } from '../../src/library/session.ts'
import { defaultSettings } from '../../src/model/settings.ts'
import { fakeResponder } from '../support/fake-responder.ts'

/** Commands in all; `MODEL_COMMANDS=1000000 npx vitest run --project unit test/model` is the long run: about six minutes. */
const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? 1_000)
const BATCHES = 100
/** Writes of one turn of the event loop, whose readers look again together. */
const BATCH = 3
/** Turns after which who was woken has looked again and was answered. */
const TURNS = 2
/**
 * After one batch in so many every reader is held against what it would read now, made by a dispatcher that has cached nothing;
 * after the others those only that were answered. One that was not woken waits, so that the next audit finds it.
 */
const AUDIT = 8

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

/** What the commands write to, as the library's users do. */
const areasOf = (agent: Agent) => ({
  kv: directKv(agent),
  catalog: directCatalog(agent),
  session: directSession(agent),
})

type Write = (consul: ReturnType<typeof areasOf>) => unknown
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
  fc.constant(
    command('destroy a session', ({ session }) => {
      const [first] = session.list()
      if (first) session.destroy(first.ID)
    }),
  ),
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

const router = new Router(routes)

/** Asks as a connection does, below the sockets: parameters, caches and blocking are the agent's own. */
function ask(dispatcher: Dispatcher, url: string, answered: (answer: Answer) => void): void {
  const raw = { method: 'GET', url, rawHeaders: [], headers: {}, resume: () => undefined }
  dispatcher.handle(
    raw,
    fakeResponder(({ headers, body }) => {
      const at = headers.indexOf('X-Consul-Index')
      answered({ index: Number(headers[at + 1]), body: body.toString() })
    }),
  )
}

/** Blocking queries of a service's health are streamed, and streams have indexes of their own: this is how to read theirs at once. */
const atOnce = (path: string): string => (path.startsWith('/v1/health/service/') ? blocking(path, 1) : path)

const blocking = (path: string, index: number): string =>
  `${path}${path.includes('?') ? '&' : '?'}index=${index}&wait=10m`

function read(dispatcher: Dispatcher, path: string): Answer {
  let answer: Answer | undefined
  ask(dispatcher, atOnce(path), made => (answer = made))
  if (!answer) throw new Error(`${path} was not answered at once`)
  return answer
}

function block(dispatcher: Dispatcher, path: string, seen: Answer): Reader {
  const reader: Reader = { path, seen, answer: undefined }
  ask(dispatcher, blocking(path, seen.index), answer => (reader.answer = answer))
  return reader
}

/** Compares before it asks `expect`, which costs as much as a read. */
function same(answer: Answer | undefined, now: Answer, about: string): void {
  if (answer?.index !== now.index || answer.body !== now.body) expect({ about, ...answer }).toEqual({ about, ...now })
}

/** Holds a reader against what it would read now. */
function judge(reader: Reader, now: Answer, about: string): void {
  const { path, seen, answer } = reader
  const changed = now.body !== seen.body
  if (!changed && !answer) return
  // who is answered although nothing shows saw an output of a check, say, or a key that was written and removed
  if (!(now.index > seen.index)) expect.fail(`${about}: the index of ${path} is ${now.index} after ${seen.index}`)
  same(answer, now, `${about}: the reader of ${path}`)
}

async function check(batches: readonly (readonly Command[])[]): Promise<void> {
  const clock = new MovableClock({ manual: true, start: Date.UTC(2025, 0, 1) })
  const agent = new Agent(defaultSettings, { clock, random: seededRandom(1) })
  const dispatcher = new Dispatcher(agent, router)
  try {
    const areas = areasOf(agent)
    // an index of 1 is that of a catalog without services: a stream of it would block
    areas.catalog.register({ Node: 'n0', Address: '10.0.0.2', Service: { Service: 'other', Port: 80 } })
    const readers = PATHS.map(path => block(dispatcher, path, read(dispatcher, path)))
    let { index } = agent.store
    for (const [nth, batch] of batches.entries()) {
      for (const { about, write } of batch) {
        write(areas)
        if (agent.store.index < index) expect.fail(`${about}: the index is ${agent.store.index} after ${index}`)
        ;({ index } = agent.store)
      }
      await turns(TURNS)
      const about = batch.map(command => command.about).join(', ')
      const audit = (nth + 1) % AUDIT === 0 || nth === batches.length - 1
      const unread = audit ? new Dispatcher(agent, router) : undefined
      for (const [at, reader] of readers.entries()) {
        if (!audit && !reader.answer) continue
        const now = read(dispatcher, reader.path)
        if (unread) same(now, read(unread, reader.path), `${about}: what is cached of ${reader.path}`)
        judge(reader, now, about)
        if (reader.answer) readers[at] = block(dispatcher, reader.path, now)
      }
      unread?.close()
    }
    // nobody who was answered is still there
    expect(agent.blocking.size).toBe(PATHS.length)
  } finally {
    agent.blocking.releaseAll()
    dispatcher.close()
  }
}

const batch = fc.array(commands, { minLength: 1, maxLength: BATCH, size: 'max' })

test(`a blocked reader is answered when what it reads changes, and never with what it has, over ${COMMANDS} random commands`, async () => {
  await fc.assert(fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: BATCHES, size: 'max' }), check), {
    // of batches and of their commands there are half as many as there may be, on average
    numRuns: Math.ceil((4 * COMMANDS) / (BATCHES * BATCH)),
  })
}, 3_600_000)
