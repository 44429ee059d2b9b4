import { expect } from 'vitest'
import { connectConsul } from '../../src/index.ts'

const seed = {
  kv: { 'app/config': 'on', 'app/big': { value: 'x', flags: 16210313421097356768n } },
  services: [{ name: 'web', port: 8080, check: { ttl: '1h', status: 'passing' } }],
  nodes: [{ name: 'db1', address: '10.0.0.1', services: [{ name: 'db', port: 5432, check: 'passing' }] }],
  sessions: [{ name: 'leader', holds: ['app/leader'] }],
  queries: [{ Name: 'web', Service: { Service: 'web' } }],
} as const

/** What any Consul does for a test; gives what kind it was. `url` is undefined for an emulator of the connection's own. */
export async function anyConsul(url: string | undefined): Promise<string> {
  const connection = await connectConsul({ seed, ...(url !== undefined && { upstream: url }) })
  const read = async (path: string): Promise<unknown> => (await connection.request('GET', path)).json()
  try {
    const greeting = await fetch(`${connection.http.url}/v1/kv/${connection.key('app/config')}?raw`)
    expect(await greeting.text()).toBe('on')
    expect((await connection.request('GET', `/v1/kv/${connection.key('app/big')}`)).body).toContain(
      '16210313421097356768',
    )
    expect(await read(`/v1/health/service/${connection.name('web')}?passing`)).toMatchObject([
      { Service: { Port: 8080 } },
    ])
    expect(await read(`/v1/catalog/service/${connection.name('db')}`)).toMatchObject([{ ServicePort: 5432 }])
    expect(await read(`/v1/query/${connection.name('web')}/execute`)).toMatchObject({ Nodes: [{}] })
    expect(await read(`/v1/kv/${connection.key('app/leader')}`)).toMatchObject([{ Session: expect.any(String) }])

    await connection.request('PUT', `/v1/kv/${connection.key('app/config')}`, 'off')
    await connection.request('PUT', `/v1/kv/${connection.key('more')}`, 'x')
    await connection.request('PUT', '/v1/agent/service/register', { Name: connection.name('mine') })
    await connection.reset()
    expect(await read(`/v1/kv/${connection.key('')}?keys`)).toEqual([
      connection.key('app/big'),
      connection.key('app/config'),
      connection.key('app/leader'),
    ])
    expect(await read('/v1/agent/services')).not.toHaveProperty(connection.name('mine'))
    return connection.engine
  } finally {
    await connection.close()
    await connection.close()
  }
}
