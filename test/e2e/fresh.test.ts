import { createServer, type Server } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { linkConsul, root } from '../support/e2e/consul-link.ts'
import { startAgent, type Agent } from '../support/e2e/agent.ts'
import { freePorts } from '../support/e2e/free-ports.ts'
import { run, start, succeed, type Program } from '../support/e2e/programs.ts'
import { requireTool } from '../support/e2e/tools.ts'
import { soon, until } from '../support/e2e/until.ts'

const GRACE = 1000

let curl: string
let dig: string
const cleanups: (() => unknown)[] = []

beforeAll(() => {
  curl = requireTool('curl', 'apt-get install curl')
  dig = requireTool('dig', 'apt-get install dnsutils')
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function started(file: string, args: readonly string[], cwd = root): Program {
  const program = start(file, args, { cwd })
  cleanups.push(() => program.kill())
  return program
}

async function startedAgent(): Promise<Agent> {
  const agent = await startAgent()
  cleanups.push(() => agent.stop())
  return agent
}

/** Holds a port until the test is over. */
async function occupy(port: number, host = '127.0.0.1'): Promise<void> {
  const server = createServer()
  await new Promise<Server>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve(server))
  })
  cleanups.push(() => new Promise(closed => server.close(closed)))
}

describe('npm start', () => {
  test('runs an agent on the usual ports, and Ctrl-C ends it', async () => {
    for (const port of [8500, 8600]) {
      await occupy(port).catch(() => {
        throw new Error(`This test needs port ${port}, which is in use. End what listens there, perhaps another agent.`)
      })
    }
    for (const cleanup of cleanups.splice(0)) await cleanup()

    const npm = started(requireTool('npm', 'https://nodejs.org'), ['start'])
    const leader = () => run(curl, ['-fsS', 'http://127.0.0.1:8500/v1/status/leader'])
    const answers = until(async () => (await leader()).code === 0, { what: 'an answer on port 8500', within: 60_000 })
    await Promise.race([answers, npm.exited.then(() => Promise.reject(new Error(`npm start ended:\n${npm.output()}`)))])
    expect((await leader()).stdout).toBe('"127.0.0.1:8300"')
    const url = 'http://127.0.0.1:8500/v1/kv/greeting'
    expect(await succeed(curl, ['-sS', '-X', 'PUT', '-d', 'hello', url])).toBe('true')
    expect(await succeed(curl, ['-sS', `${url}?raw`])).toBe('hello')
    const service = ['@127.0.0.1', '-p', '8600', '+short', 'consul.service.consul']
    expect(await succeed(dig, service)).toBe('127.0.0.1\n')
    expect(await succeed(dig, ['+tcp', ...service])).toBe('127.0.0.1\n')

    process.kill(-npm.pid, 'SIGINT') // as a terminal does: to the whole group
    await soon(npm.exited, { what: 'the end of npm start', within: 5 * GRACE })
    expect((await leader()).code).not.toBe(0)
  })
})

describe('a port that is in use', () => {
  test.each(['http', 'dns'] as const)('for %s is named, and the agent ends with 1', async name => {
    const ports = await freePorts('http', 'dns')
    await occupy(ports[name])
    const link = linkConsul()
    cleanups.push(() => link.remove())
    const args = ['agent', '-dev', `-http-port=${ports.http}`, `-dns-port=${ports.dns}`, '-bind=127.0.0.1']
    const { code, stdout, stderr } = await run(link.file, args, { within: 20_000 })
    expect(code).toBe(1)
    expect(stdout + stderr).toMatch(new RegExp(`127\\.0\\.0\\.1:${ports[name]}\\b.*address already in use`))
    expect(stdout + stderr).not.toMatch(/^\s+at /m)
  })
})

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', signal => {
  test('ends the agent at once, and answers blocked queries', async () => {
    const agent = await startedAgent()
    await succeed(curl, ['-sS', '-X', 'PUT', '-d', 'x', `${agent.url}/v1/kv/waited-for`])
    const head = await succeed(curl, ['-sSi', `${agent.url}/v1/kv/waited-for`])
    const index = /x-consul-index: (\d+)/i.exec(head)?.[1]
    const reader = started(curl, ['-sSv', `${agent.url}/v1/kv/waited-for?index=${index}&wait=5m`])
    await until(() => reader.output().includes('> GET'), { what: 'the request' })
    await succeed(curl, ['-sS', `${agent.url}/v1/status/leader`]) // so it has come in, too

    const began = performance.now()
    agent.program.signal(signal)
    const { code } = await agent.program.exited
    const took = performance.now() - began
    expect(code).toBe(1) // as Consul's server, which does not leave
    expect(took).toBeLessThan(GRACE)
    const answered = await soon(reader.exited, { what: 'the answer' })
    expect({ code: answered.code, stderr: answered.stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/< HTTP\/1\.1 \d{3}/) as string,
    })
  })

  test('leaves the ports free for the next agent', async () => {
    const { program, http, dns } = await startedAgent()
    program.signal(signal)
    await soon(program.exited, { what: 'the end of the agent' })
    const link = linkConsul()
    cleanups.push(() => link.remove())
    started(link.file, ['agent', '-dev', `-http-port=${http}`, `-dns-port=${dns}`, '-bind=127.0.0.1'])
    const leader = () => fetch(`http://127.0.0.1:${http}/v1/status/leader`)
    expect((await until(leader, { what: 'the next agent' })).status).toBe(200)
  })
})

test('what makes no sense is told, and the agent ends with 1', async () => {
  const link = linkConsul()
  cleanups.push(() => link.remove())
  const { code, stdout, stderr } = await run(link.file, ['agent', '-dev', '-config-file=/nowhere/agent.json'])
  expect(code).toBe(1)
  expect(stdout + stderr).toContain('/nowhere/agent.json')
  expect((await run(link.file, ['agent', '-nonsense'])).code).toBe(1)
  expect((await run(link.file, ['version'])).stdout).toMatch(/^Consul v1\.21\.\d/)
})
