import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { Log, type LogOptions, type LogStream } from '../../../src/logging/log.ts'
import { textLine } from '../../../src/logging/text-line.ts'

const NOON = Date.UTC(2026, 10, 21, 4)

function start(stream: Partial<LogStream> = {}, options: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const log = new Log({ now: () => NOON, ...options })
  const destination = { write: (line: string) => lines.push(line) }
  const joined = log.join({ level: 'info', json: false, destination, ...stream })
  return { lines, log, joined, logger: log.module('agent') }
}

test('text lines look like those of Consul', async () => {
  const { log, logger, lines } = start({ level: 'debug' })
  logger.info('Started HTTP server', { address: '127.0.0.1:8500', network: 'tcp' })
  log.module('agent.http').debug('x')
  logger.error('no', { error: new Error('a b'), n: 5, list: [1n], none: undefined, empty: '' })
  await log.flush()
  expect(lines).toEqual([
    '2026-11-21T04:00:00.000Z [INFO]  agent: Started HTTP server: address=127.0.0.1:8500 network=tcp\n',
    '2026-11-21T04:00:00.000Z [DEBUG] agent.http: x\n',
    '2026-11-21T04:00:00.000Z [ERROR] agent: no: error="a b" n=5 list="[\\"1\\"]" empty=""\n',
  ])
})

test('what came from outside makes no line that begins as an entry does', async () => {
  const { log, logger, lines } = start()
  logger.warn('a\nb', { path: 'c\n\n2026-11-21 d\r\x1b', 'key\n2026': 'v', end: 'one\n' })
  await log.flush()
  expect(lines.join('').split('\n')).toEqual([
    '2026-11-21T04:00:00.000Z [WARN]  agent: a | b:',
    '  path=',
    '  | c',
    '  | ',
    '  | 2026-11-21 d\\r\\u001b',
    '   key | 2026=v',
    '  end=',
    '  | one',
    '  ',
    '',
  ])
})

test.each<[value: string, quoted: string | undefined]>([
  ['a=b;c<d>e|f:g@h~i[j\\k]^l`m/n?o-p.q', undefined],
  ...[...' !"#$%&\'()*+,'].map((char): [string, string] => [`a${char}b`, `"a${char === '"' ? '\\"' : char}b"`]),
  ['\u00e9', '"\u00e9"'],
  ['a\u0301', '"a\u0301"'],
  ['\u007f', '"\\u007f"'],
  ['\u00a0', '"\\u00a0"'],
  ['x\u00ad', '"x\\u00ad"'],
])('a value is quoted as by Consul: %j', (value, quoted) => {
  const line = textLine({ time: 0, level: 'info', module: 'agent', message: 'x', fields: { value } })
  expect(line.slice(line.indexOf('value='))).toBe(`value=${quoted ?? value}`)
})

test('an error of several lines stands below its name, as the official agent writes why it does not start', async () => {
  const { log, logger, lines } = start()
  const why =
    "Failed to parse 'http_handler_config': 1 error(s) decoding:\n\n* 'header[X-A]': source data must be an array"
  logger.error('Error starting agent', { error: new Error(why) })
  await log.flush()
  expect(lines).toEqual([
    `2026-11-21T04:00:00.000Z [ERROR] agent: Error starting agent:
  error=
  | Failed to parse 'http_handler_config': 1 error(s) decoding:
  | 
  | * 'header[X-A]': source data must be an array
  \n`,
  ])
})

test('a text of megabytes is cut, and its length told', async () => {
  const line = textLine({
    time: 0,
    level: 'debug',
    module: 'agent',
    message: 'x',
    fields: { error: '"'.repeat(100_000) },
  })
  expect(line.length).toBeLessThan(40_000)
  expect(line).toMatch(/\.\.\. \(100000 characters\)"$/)
})

test('JSON lines have the members that Consul gives them, in its order, and come in the order in which they were logged', async () => {
  const { log, logger, lines } = start({ json: true })
  logger.info('Started', { address: 'a', error: new Error('why') })
  logger.debug('not this')
  await log.flush()
  log.module('agent.server').warn('later', { big: 2n ** 60n })
  expect(lines).toEqual([
    '{"@level":"info","@message":"Started","@module":"agent","@timestamp":"2026-11-21T04:00:00.000Z","address":"a","error":"why"}\n',
    '{"@level":"warn","@message":"later","@module":"agent.server","@timestamp":"2026-11-21T04:00:00.000Z","big":"1152921504606846976"}\n',
  ])
})

test('JSON lines have the escapes of Go', async () => {
  const { log, logger, lines } = start({ json: true })
  logger.warn('bootstrap_expect > 0', { rule: '<a>&"b"' })
  await log.flush()
  expect(lines).toEqual([
    String.raw`{"@level":"warn","@message":"bootstrap_expect \u003e 0","@module":"agent","@timestamp":"2026-11-21T04:00:00.000Z","rule":"\u003ca\u003e\u0026\"b\""}` +
      '\n',
  ])
})

test('the level of a stream can change', async () => {
  const { log, logger, joined, lines } = start({ level: 'error' })
  logger.error('a')
  await log.flush()
  joined.setLevel('debug')
  logger.debug('b')
  joined.setLevel('error')
  logger.info('c')
  expect(lines.map(line => line.at(-2))).toEqual(['a', 'b'])
})

test('each stream has a level and a form of its own, until it leaves', async () => {
  const { log, logger, lines } = start({ level: 'error' })
  const heard: string[] = []
  const joined = log.join({ level: 'info', json: true, destination: { write: (line: string) => heard.push(line) } })
  logger.info('a', { k: 'v' })
  logger.debug('b')
  await log.flush()
  joined.leave()
  joined.leave()
  logger.error('c')
  expect(heard.map(line => JSON.parse(line) as unknown)).toMatchObject([{ '@message': 'a', k: 'v' }])
  expect(lines).toHaveLength(1)
})

describe('whether debug lines are of use', () => {
  test('depends on the levels of the streams', () => {
    const { log, logger, joined } = start()
    expect(logger.debugging).toBe(false)
    const debugging = log.join({ level: 'debug', json: false, destination: { write: () => undefined } })
    expect(logger.debugging).toBe(true)
    debugging.leave()
    expect(logger.debugging).toBe(false)
    joined.setLevel('trace')
    expect(logger.debugging).toBe(true)
  })
})

describe("a logger of the caller's own", () => {
  test('with four methods gets everything, with the module in front', () => {
    const info = vi.fn<(message: string, fields?: object) => void>()
    const nothing = (): void => undefined
    const log = new Log({ now: () => NOON, logger: { debug: nothing, info, warn: nothing, error: nothing } })
    log.module('agent.http').info('Request', { n: 1 })
    expect(info).toHaveBeenCalledWith('agent.http: Request', { n: 1 })
  })

  test('of pino has a child for each module, with its own level', () => {
    const lines: string[] = []
    const logger = pino({ level: 'info', base: null, timestamp: false }, { write: line => lines.push(line) })
    const log = new Log({ now: () => NOON, logger })
    log.module('agent.http').info('Request', { n: 1 })
    log.module('agent.http').debug('not this')
    log.module('agent').warn('Look out')
    expect(log.debugging).toBe(false)
    expect(lines).toEqual([
      '{"level":30,"module":"agent.http","n":1,"msg":"Request"}\n',
      '{"level":40,"module":"agent","msg":"Look out"}\n',
    ])
  })
})
