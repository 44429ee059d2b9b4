import { expect, test } from 'vitest'
import { createLogger, type LogEntry, type LogOptions } from '../../../src/logging/log.ts'

const NOON = Date.UTC(2026, 10, 21, 4)

function start(options: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const destination = { write: (line: string) => lines.push(line) }
  return { lines, log: createLogger({ level: 'info', json: false, destination, now: () => NOON, ...options }) }
}

test('readable lines look like those of Consul', () => {
  const { log, lines } = start({ level: 'debug' })
  log.info('Started HTTP server', { address: '127.0.0.1:8500', network: 'tcp' })
  log.debug('x')
  log.error('no', { error: new Error('a b'), n: 5, list: [1n], none: undefined, empty: '' })
  expect(lines).toEqual([
    '2026-11-21T04:00:00.000Z [INFO]  agent: Started HTTP server: address=127.0.0.1:8500 network=tcp\n',
    '2026-11-21T04:00:00.000Z [DEBUG] agent: x\n',
    '2026-11-21T04:00:00.000Z [ERROR] agent: no: error="a b" n=5 list="[\\"1\\"]" none=undefined empty=\n',
  ])
})

test('what came from outside makes no lines of its own', () => {
  const { log, lines } = start()
  log.warn('a\nb', { path: 'c\nd', 'key\n2026': 'v' })
  expect(lines.join('').match(/\n/g)).toHaveLength(1)
})

test('JSON lines have the names that Consul gives them, in the order in which they were logged', async () => {
  const { log, lines } = start({ json: true })
  log.info('Started', { address: 'a', error: new Error('why') })
  log.debug('not this')
  await log.flush()
  log.warn('later', { big: 2n ** 60n })
  const common = { '@module': 'agent', '@timestamp': '2026-11-21T04:00:00.000Z' }
  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
    { '@level': 'info', ...common, '@message': 'Started', address: 'a', error: 'why' },
    { '@level': 'warn', ...common, '@message': 'later', big: Number(2n ** 60n) },
  ])
  expect(lines.every(line => line.endsWith('}\n'))).toBe(true)
})

test('the level can change', () => {
  const { log, lines } = start({ level: 'error' })
  log.info('a')
  log.setLevel('info')
  log.info('b')
  expect(lines).toHaveLength(1)
})

test('listeners choose their own level, until they go', () => {
  const { log, lines } = start({ level: 'error' })
  const heard: LogEntry[] = []
  const stop = log.subscribe(entry => heard.push(entry), 'info')
  log.info('a', { k: 'v' })
  log.debug('b')
  stop()
  log.error('c')
  expect(heard).toEqual([{ time: NOON, level: 'info', message: 'a', fields: { k: 'v' } }])
  expect(lines).toHaveLength(1)
})
