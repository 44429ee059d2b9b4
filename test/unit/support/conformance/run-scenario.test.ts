import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkScenario, report } from '../../../../test/support/conformance/check-scenario.ts'
import { movedTime, type MovedTime } from '../../../../test/support/conformance/moved-time.ts'
import { recordScenario } from '../../../../test/support/conformance/record-scenario.ts'
import type { Scenario, Step } from '../../../../test/support/conformance/scenario.ts'
import type { StartTarget } from '../../../../test/support/conformance/target.ts'

/** A server with one value: a read with `?wait=MS` blocks so long, or until a write. */
function shelf(time: MovedTime) {
  let [value, index] = ['', 100]
  const waiting = new Set<() => void>()
  const answer = (res: ServerResponse) => {
    res.setHeader('x-consul-index', index).setHeader('content-type', 'application/json')
    res.end(JSON.stringify({ value, ModifyIndex: index, at: '2025-01-01T00:00:00Z' }))
  }
  const write = async (req: IncomingMessage, res: ServerResponse) => {
    value = (await req.toArray()).join('')
    index++
    for (const wake of waiting) wake()
    res.end('true')
  }
  const read = (wait: string | null, res: ServerResponse) => {
    if (!wait) return answer(res)
    const wake = () => {
      timer.clear()
      waiting.delete(wake)
      answer(res)
    }
    const timer = time.clock.setTimeout(wake, Number(wait))
    waiting.add(wake)
  }
  return createServer((req, res) => {
    const { searchParams } = new URL(req.url ?? '', 'http://x')
    void (req.method === 'PUT' ? write(req, res) : read(searchParams.get('wait'), res))
  })
}

const startShelf: StartTarget = async () => {
  const time = movedTime(Date.UTC(2025, 0, 1))
  const dir = mkdtempSync(join(tmpdir(), 'shelf-'))
  const server = shelf(time).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.close()
    server.closeAllConnections()
    rmSync(dir, { recursive: true })
  }
  return { ...time, httpPort: port, dnsPort: 0, dir, ports: { http_port: String(port) }, startIndex: 100, close }
}

const get = (step: Step = {}): Step => ({ method: 'GET', path: '/', ...step })
const put = (body: string): Step => ({ method: 'PUT', path: '/', body })
const scenario = (...steps: Step[]): Scenario => ({ name: 'x', steps })

async function seen(...steps: Step[]): Promise<unknown[]> {
  const recorded = await recordScenario(scenario(...steps), startShelf)
  return recorded.steps.map(step => step.expect)
}

test('a write wakes the request that was started, in no time', async () => {
  const [, , awaited] = await seen(get({ path: '/?wait=60000', start: 'w' }), put('new'), {
    await: 'w',
    took: [150, 300],
    only: ['took', 'json.value'],
  })
  expect(awaited).toEqual({ status: 200, took: 'in range', 'json.value': 'new' })
})

test('a request that nobody wakes takes its time, on the clock', async () => {
  const steps = [get({ path: '/?wait=20000', took: [20_000, 20_100], only: ['took'] })]
  expect(await seen(...steps)).toEqual([{ status: 200, took: 'in range' }])
})

test('an answer that comes too early is told', async () => {
  const [, late] = await seen(get({ path: '/?wait=500', start: 'w' }), { await: 'w', took: [600, 700], only: ['took'] })
  expect(late).toEqual({ status: 200, took: 'out of range 600,700: 500 ms' })
})

test('`until` asks again until it holds, or gives up', async () => {
  const step = get({ until: { path: 'value', is: 'x' }, only: ['json.value'] })
  expect(await seen(put('x'), step)).toEqual([expect.anything(), { status: 200, 'json.value': 'x' }])
  const givesUp = { ...step, took: [10_000, 10_100], only: ['took', 'json.value'] } satisfies Step
  expect(await seen(put('y'), givesUp)).toEqual([
    expect.anything(),
    { status: 200, took: 'in range', 'json.value': 'y' },
  ])
})

test('saved parts, ports and bodies are at hand later', async () => {
  const steps = [
    put('first'),
    get({ save: { v: 'value', i: '$index' } }),
    put('${v} ${unknown} ${http_port}'),
    get({ only: ['json.value'], keep: 'body' }),
    { method: 'PUT', path: '/', send: 'body' },
    get({ only: ['json.value'] }),
  ]
  const answers = await seen(...steps)
  expect(answers[3]).toEqual({ status: 200, 'json.value': 'first ${unknown} <http_port>' })
  expect(JSON.stringify(answers[5])).toContain('first ${unknown} <http_port>')
})

test('files are written into the folder', async () => {
  let file = ''
  const start: StartTarget = async agent => {
    const target = await startShelf(agent)
    return {
      ...target,
      close: async () => {
        file = readFileSync(join(target.dir, 'flag'), 'utf8')
        await target.close()
      },
    }
  }
  await checkScenario(scenario({ write: { flag: 'in ${dir}' } }), start)
  expect(file).toMatch(/^in .*shelf-/)
})

test('an agent that answers as recorded passes; one that does not is told apart, step by step', async () => {
  const recorded = await recordScenario(scenario(put('a'), get(), { sleep: 3_600_000 }, get()), startShelf)
  expect(await checkScenario(recorded, startShelf)).toEqual([])

  const [write, ...rest] = recorded.steps
  const other = { ...recorded, steps: [{ ...write, body: 'b' }, ...rest] }
  expect(await checkScenario(other, startShelf)).toEqual([
    { step: 2, about: 'GET /', differences: ['json.value: want "a", got "b"'] },
    { step: 4, about: 'GET /', differences: ['json.value: want "a", got "b"'] },
  ])
  expect(report(await checkScenario(other, startShelf))).toBe(
    '  step 2 GET /\n    json.value: want "a", got "b"\n  step 4 GET /\n    json.value: want "a", got "b"',
  )
})

test('an agent that is not there fails the scenario', async () => {
  const gone: StartTarget = async agent => {
    const target = await startShelf(agent)
    await target.close()
    return { ...target, close: async () => {} }
  }
  await expect(checkScenario(scenario(get()), gone)).rejects.toThrow('ECONNREFUSED')
})
