import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyConsul } from '../support/any-consul.ts'
import { type Agent, startAgent } from '../support/e2e/agent.ts'
import { linkConsul } from '../support/e2e/consul-link.ts'
import { officialCommands } from '../support/e2e/official-command.ts'

const engines: readonly (readonly [string, string | undefined])[] = [
  ['our own agent', undefined],
  ...officialCommands('the fixture of tests').map(binary => ['a real Consul', binary] as const),
]

describe.each(engines)('the fixture of tests against %s', (_name, binary) => {
  let agent: Agent
  beforeAll(async () => {
    agent = await startAgent({}, () => linkConsul(binary))
  })
  afterAll(() => agent?.stop())

  const read = async (path: string): Promise<unknown> => (await fetch(`${agent.url}${path}`)).json()

  test('does the same, and leaves no trace', async () => {
    expect(await anyConsul(agent.url)).toBe('upstream')
    expect(await read('/v1/catalog/services')).toEqual({ consul: [] })
    expect(await read('/v1/catalog/nodes')).toHaveLength(1)
    expect(await read('/v1/kv/?keys')).toEqual([])
    expect(await read('/v1/session/list')).toEqual([])
    expect(await read('/v1/query')).toEqual([])
  })
})
