import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { command } from '../../../../src/cli/commands/mirror.ts'
import { type Consul, startConsul } from '../../../../src/index.ts'
import { recordedIo } from '../io.ts'

let source: Consul | undefined
afterEach(() => source?.close())

const LOCAL = ['-http-port=0', '-dns-port=-1']

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}, signals = new EventEmitter()) {
  const { io, written } = recordedIo({ signals, env })
  return { code: await command.run([...LOCAL, ...argv], io), ...written }
}

describe('miniconsul mirror', () => {
  it('copies what its source has, with the token of the environment, before it runs', async () => {
    const token = '5fb34f04-3f1c-4b6e-9d0c-6d1f6c1d7a10'
    source = await startConsul({ dns: false, acl: { initialManagement: token } })
    const signals = new EventEmitter()
    const running = run([`-from=${source.http.url}`, '-prefix=app/'], { CONSUL_HTTP_TOKEN: token }, signals)
    await source.untilBlocked({ path: '/v1/internal/ui/nodes' })
    await source.untilBlocked({ path: '/v1/kv/app/' })
    signals.emit('SIGINT')
    const { code, stdout, stderr } = await running
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain(`[INFO]  agent.mirror: Mirroring: from=${source.http.url}`)
    expect(stdout).toContain("Node name: 'mirror'")
    expect(stdout).not.toContain(token)
    expect(new Set(source.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  })

  it.each([
    [[], 'Missing -from: the address of the Consul to mirror'],
    [['-from=http://127.0.0.1:1', 'x'], 'Unexpected extra arguments: [x]'],
    [['-from=http://127.0.0.1:1', '-token-file=/nowhere'], 'Error loading token file /nowhere'],
  ])('refuses %j', async (argv, reason) => {
    const { code, stderr } = await run(argv)
    expect(code).toBe(1)
    expect(stderr).toContain(reason)
  })

  it('ends when its source does not answer at the start', async () => {
    const { code, stdout } = await run(['-from=http://127.0.0.1:1'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/Error starting agent: error="Failed to mirror http:\/\/127.0.0.1:1: .*connection refused"/)
  })
})
