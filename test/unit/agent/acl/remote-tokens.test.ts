import { describe, expect, it } from 'vitest'
import { RemoteTokens } from '../../../../src/agent/acl/remote-tokens.ts'
import { UnknownToken } from '../../../../src/agent/acl/unknown-token.ts'
import type { TokenRights, TokenServer } from '../../../../src/agent/upstream.ts'
import { MovableClock } from '../../../../src/lib/clock.ts'
import { defaultSettings, type Settings } from '../../../../src/model/settings.ts'
import type { Authorizer } from '../../../../src/state/acl/authorizer.ts'

const rule = (name: string): string => `key "${name}" { policy = "write" }`
const rights = (rules: string, more: Partial<TokenRights> = {}): TokenRights => ({
  accessor: 'who',
  expires: undefined,
  roles: false,
  policies: [{ id: 'p', rules }],
  ...more,
})

/** An agent and its server, of which a test says what it answers. */
function made(acl: Partial<Settings['acl']> = {}, more: Partial<Settings> = {}) {
  const clock = new MovableClock({ manual: true })
  const settings = {
    ...defaultSettings,
    server: false,
    acl: { ...defaultSettings.acl, enabled: true, defaultPolicy: 'deny', ...acl },
    ...more,
  }
  const tokens = new RemoteTokens(clock, () => settings)
  let answer: Awaited<ReturnType<TokenServer['rightsOf']>>
  let asked = 0
  const server: TokenServer = {
    rightsOf: async () => {
      asked++
      return answer
    },
  }
  return {
    clock,
    says: (next: typeof answer) => (answer = next),
    resolve: (secret = 'secret') => tokens.resolve(secret, server),
    get asked() {
      return asked
    },
  }
}

const writes = (authorizer: Authorizer, key: string): boolean => authorizer.allows('key', 'write', key)

describe('tokens that a server knows', () => {
  it('are asked for once within their time, and again when it is over', async () => {
    const agent = made({ tokenTtl: 1000, policyTtl: 1000 })
    agent.says(rights(rule('a')))
    expect(writes(await agent.resolve(), 'a')).toBe(true)
    agent.says(rights(rule('b')))
    agent.clock.advance(999)
    expect(writes(await agent.resolve(), 'a')).toBe(true)
    expect(agent.asked).toBe(1)
    agent.clock.advance(1)
    const later = await agent.resolve()
    expect([writes(later, 'a'), writes(later, 'b'), agent.asked]).toEqual([false, true, 2])
  })

  it('are compiled once for as long as nothing of them changes', async () => {
    const agent = made({ tokenTtl: 1000, policyTtl: 1000 })
    agent.says(rights(rule('a')))
    const first = await agent.resolve()
    expect(await agent.resolve()).toBe(first)
    agent.clock.advance(1000)
    agent.says(rights(rule('b')))
    const later = await agent.resolve()
    expect(later).not.toBe(first)
    expect(await agent.resolve()).toBe(later)
  })

  it('share the policies that are remembered, as they were when they were learnt', async () => {
    const agent = made()
    agent.says(rights(rule('a')))
    await agent.resolve('one')
    agent.says(rights(rule('b'), { accessor: 'other' }))
    const other = await agent.resolve('two')
    expect([other.accessor, writes(other, 'a'), writes(other, 'b')]).toEqual(['other', true, false])
  })

  it('with roles are asked for each time, since roles are not remembered', async () => {
    const agent = made()
    agent.says(rights(rule('a'), { roles: true }))
    await agent.resolve()
    await agent.resolve()
    expect(agent.asked).toBe(2)
  })

  it('are asked for each time by an agent that is a server itself', async () => {
    const agent = made({}, { server: true })
    agent.says(rights(rule('a')))
    await agent.resolve()
    agent.says(rights(rule('b')))
    expect(writes(await agent.resolve(), 'b')).toBe(true)
  })

  it('are unknown each time that the server does not know them, and from the moment that they expire', async () => {
    const agent = made()
    agent.says({ unknown: 'ACL not found' })
    await expect(agent.resolve()).rejects.toThrow(new UnknownToken('ACL not found'))
    agent.says(rights(rule('a'), { expires: agent.clock.now() + 5000 }))
    expect(writes(await agent.resolve(), 'a')).toBe(true)
    agent.clock.advance(5000)
    await expect(agent.resolve()).rejects.toThrow(UnknownToken)
  })

  it('are asked for once where several requests bring the same one at a time', async () => {
    const agent = made()
    agent.says(rights(rule('a')))
    await Promise.all([agent.resolve(), agent.resolve(), agent.resolve()])
    expect(agent.asked).toBe(1)
  })
})

describe('down_policy, when no server answers', () => {
  const expired = async (downPolicy: string) => {
    const agent = made({ downPolicy })
    agent.says(rights(rule('a')))
    await agent.resolve()
    agent.says(undefined)
    agent.clock.advance(30_000)
    return { known: await agent.resolve(), unseen: await agent.resolve('other'), agent }
  }

  it('extend-cache uses what is known beyond its time, and denies what is not', async () => {
    const { known, unseen } = await expired('extend-cache')
    expect(writes(known, 'a')).toBe(true)
    expect([unseen.accessor, writes(unseen, 'a')]).toEqual(['primary-dc-down', false])
  })

  it('deny denies all', async () => {
    const { known, unseen } = await expired('deny')
    expect([known.accessor, unseen.accessor]).toEqual(['primary-dc-down', 'primary-dc-down'])
  })

  it('allow allows all', async () => {
    const { known, unseen } = await expired('allow')
    expect([writes(known, 'zzz'), writes(unseen, 'zzz')]).toEqual([true, true])
  })

  it('async-cache answers by what is known while the server is asked, and by the news the next time', async () => {
    const { known, unseen, agent } = await expired('async-cache')
    expect([writes(known, 'a'), unseen.accessor]).toEqual([true, 'primary-dc-down'])
    agent.says(rights(rule('b')))
    expect(writes(await agent.resolve(), 'a')).toBe(true)
    expect(writes(await agent.resolve(), 'b')).toBe(true)
  })
})
