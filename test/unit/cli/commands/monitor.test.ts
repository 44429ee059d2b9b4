import { expect, test } from 'vitest'
import { withAgent } from '../with-agent.ts'
import { runCommand } from './run.ts'
import { until } from '../../../support/until.ts'

test('prints lines until it is interrupted', async () => {
  await using bench = await withAgent()
  const run = bench.start(['monitor', '-log-level=info'])
  await until(() => {
    bench.emulator.agent.logger.info('Something happened')
    return run.written.stdout !== ''
  })
  expect(run.written.stdout).toMatch(/^\S+Z \[INFO\] {2}agent: Something happened\n/)
  run.signals.emit('SIGINT')
  expect(await run.done).toBe(0)
  expect(run.written.stderr).toBe('')
})

test('an agent that ends is told of', async () => {
  const { code, stdout, stderr } = await runCommand(['monitor', '-log-json'], ({ line }, response) => {
    response.write(`${line}\nsecond `)
    response.end('half')
  })
  expect(code).toBe(0)
  expect(stdout).toBe('GET /v1/agent/monitor?logjson=true&loglevel=INFO\nsecond half\n')
  expect(stderr).toMatch(/^Remote side ended the monitor!/)
})

test('an unknown level', async () => {
  await using bench = await withAgent()
  const run = bench.start(['monitor', '-log-level=bogus'])
  expect(await run.done).toBe(1)
  expect(run.written.stderr).toBe('Error starting monitor: Unexpected response code: 400 (Unknown log level: bogus)\n')
})
