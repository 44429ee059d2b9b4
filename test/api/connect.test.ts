import { describe, expect, it } from 'vitest'
import { connectConsul, ConsulError, startConsul } from '../../src/index.ts'
import { anyConsul } from '../support/any-consul.ts'

describe('one fixture', () => {
  it('runs on an emulator of its own', async () => {
    expect(await anyConsul(undefined)).toBe('emulator')
  })

  it('runs against a Consul somewhere else, and leaves no trace there', async () => {
    await using upstream = await startConsul({ seed: { kv: { theirs: '1' }, services: [{ name: 'web' }] } })
    const before = upstream.dump()
    const both = [anyConsul(upstream.http.url), anyConsul(upstream.http.url)]
    expect(await Promise.all(both)).toEqual(['upstream', 'upstream'])
    expect(upstream.dump()).toBe(before)
  })
})

describe('a connection', () => {
  it('says what only the emulator can do', async () => {
    await using upstream = await startConsul()
    await using connection = await connectConsul({ upstream: upstream.http.url })
    expect(() => connection.emulator).toThrow(ConsulError)
    expect(() => connection.emulator).toThrow(expect.objectContaining({ code: 'MC_ERR_UPSTREAM' }))
    await using own = await connectConsul({ clock: 'manual' })
    await own.emulator.clock.advance('1s')
    expect(own.emulator.kv.keys()).toEqual([])
  })

  it('goes where the environment says, and tells its children', async () => {
    await using upstream = await startConsul()
    const { CONSUL_HTTP_ADDR: before } = process.env
    process.env['CONSUL_HTTP_ADDR'] = upstream.env['CONSUL_HTTP_ADDR']
    try {
      await using connection = await connectConsul({ upstream: 'env', token: 'secret', mark: '' })
      expect(connection.env).toMatchObject({ ...upstream.env, CONSUL_HTTP_TOKEN: 'secret' })
      expect([connection.key('a'), connection.name('b')]).toEqual(['a', 'b'])
      await connection.request('GET', '/v1/agent/self')
      expect(upstream.requests.at(-1)?.token).toBe('secret')
    } finally {
      if (before === undefined) delete process.env['CONSUL_HTTP_ADDR']
      else process.env['CONSUL_HTTP_ADDR'] = before
    }
    await using alone = await connectConsul({ upstream: 'env' })
    expect(alone.engine).toBe(before === undefined ? 'emulator' : 'upstream')
  })

  it('fails when nobody is there, or the seed is refused, and leaves nothing behind', async () => {
    await expect(connectConsul({ upstream: 'ftp://x' })).rejects.toMatchObject({ code: 'MC_ERR_OPTIONS' })
    await using upstream = await startConsul()
    const { url } = upstream.http
    const before = upstream.dump()
    const bad = { kv: { a: '1' }, sessions: [{ node: 'nowhere' }] }
    await expect(connectConsul({ upstream: url, seed: bad })).rejects.toMatchObject({ code: 'MC_ERR_REFUSED' })
    expect(upstream.dump()).toBe(before)
    await upstream.close()
    await expect(connectConsul({ upstream: url, seed: { kv: { a: '1' } } })).rejects.toThrow('Failed to reach Consul')
  })
})
