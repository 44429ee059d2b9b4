import { expect, test } from 'vitest'
import { RemoteExec } from '../../../src/daemon/remote-exec.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { until } from '../../support/until.ts'

/** An agent's exec on keys in memory. */
function bench(job: object | string | undefined, { sessionLives = (): boolean => true } = {}) {
  const written: [key: string, value: string][] = []
  const logged: string[] = []
  const clock = new MovableClock({ manual: true })
  const log = (text: string): void => void logged.push(text)
  const exec = new RemoteExec({
    node: 'n',
    clock,
    env: { PATH: process.env['PATH'] },
    logger: { debug: log, info: log, warn: log, error: log },
    keys: {
      read: async key => {
        if (key !== 'p/s/job' || job === undefined) return undefined
        return typeof job === 'string' ? job : JSON.stringify(job)
      },
      acquire: async (key, session, value) => {
        if (session !== 's' || !sessionLives()) return false
        written.push([key, Buffer.from(value).toString()])
        return true
      },
    },
  })
  const handle = (Payload = JSON.stringify({ Prefix: 'p', Session: 's' })) => exec.handle({ ID: 'id', Payload })
  return { exec, handle, clock, written, logged }
}

test('acknowledges, writes output and how it ended', async () => {
  const { handle, written, clock } = bench({ Command: 'echo hi; echo err >&2; exit 4', Wait: 2e9 })
  await handle()
  expect(written).toEqual([
    ['p/s/n/ack', ''],
    ['p/s/n/out/00000', 'hi\nerr\n'],
    ['p/s/n/exit', '4'],
  ])
  expect(clock.pending).toBe(0)
})

test('a key holds 4096 bytes', async () => {
  const { handle, written } = bench({ Args: ['head', '-c', '10000', '/dev/zero'] })
  await handle()
  expect(written.map(([key, { length }]) => [key.slice(6), length])).toEqual([
    ['ack', 0],
    ['out/00000', 4096],
    ['out/00001', 4096],
    ['out/00002', 1808],
    ['exit', 1],
  ])
})

test('output waits half a second for more; silence is reported, too', async () => {
  const { exec, handle, written, clock } = bench({ Command: 'echo a; exec sleep 60', Wait: 2e9 })
  const done = handle()
  await until(() => clock.pending === 2)
  await clock.advance(499)
  expect(written).toHaveLength(1)
  await clock.advance(1)
  await until(() => written.length === 2)
  await clock.advance(2_000)
  await until(() => written.length === 3)
  exec.stop()
  await done
  expect(written).toEqual([
    ['p/s/n/ack', ''],
    ['p/s/n/out/00000', 'a\n'],
    ['p/s/n/out/00001', ''],
    ['p/s/n/exit', '-1'],
  ])
})

test('a session that is gone ends the program', async () => {
  let lives = true
  const { handle, written, clock } = bench(
    { Command: 'echo a; exec sleep 60', Wait: 1e9 },
    { sessionLives: () => lives },
  )
  const done = handle()
  await until(() => clock.pending === 2)
  lives = false
  await clock.advance(500)
  await done
  expect(written).toEqual([['p/s/n/ack', '']])
  expect(clock.pending).toBe(0)
})

test.each([
  ['no JSON', undefined, 'x', 'failed to decode remote exec event'],
  ['no job', undefined, undefined, 'remote exec aborted, job spec missing'],
  ['a job that is none', 'x', undefined, 'failed to decode remote exec spec'],
])('%s is told of and left', async (_, job, payload, message) => {
  const { handle, logged, written } = bench(job)
  await handle(payload)
  expect(logged.at(-1)).toBe(message)
  expect(written).toEqual([])
})

test('only so many run at a time', async () => {
  const { exec, handle, logged } = bench({ Command: 'exec sleep 60' })
  const all = Array.from({ length: 33 }, () => handle())
  await all.at(-1)
  expect(logged).toContain('too many remote executions, one was left out')
  exec.stop()
  await Promise.all(all)
})
