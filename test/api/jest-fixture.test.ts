import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useConsul, useConsulPerTest } from '../../src/jest.ts'

describe('without the globals of a runner', () => {
  it('says what is missing', () => {
    expect(() => useConsul()).toThrow('there is no global beforeAll(). Call useConsul() in a test file that jest runs.')
  })
})

describe('with them', () => {
  // what jest has as globals, vitest has as imports; hooks are taken when the fixtures are made
  const globals = { beforeAll, beforeEach, afterEach, afterAll }
  Object.assign(globalThis, globals)
  const consul = useConsul({ seed: { kv: { a: '1' } } })
  const own = useConsulPerTest({ clock: 'manual' })
  for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name)
  const ports: number[] = []

  it('one emulator is there for all tests, and one for this test', async () => {
    ports.push(consul.http.port, own.http.port)
    consul.kv.put('a', '2')
    own.kv.put('a', '3')
    expect(await (await fetch(`${consul.http.url}/v1/kv/a?raw`)).text()).toBe('2')
    expect(consul.index).toBeGreaterThan(0)
    expect('kv' in consul).toBe(true)
  })

  it('the one is back at its seed, and the other is a new one', async () => {
    expect(consul.http.port).toBe(ports[0])
    expect(consul.kv.getText('a')).toBe('1')
    expect(own.kv.getText('a')).toBeUndefined()
    const waiting = own.untilRequested({ path: '/v1/status/leader' })
    await fetch(`${own.http.url}/v1/status/leader`)
    expect(await waiting).toHaveLength(1)
  })

  it('one that a test closes is left as it is, and refuses what would change it', async () => {
    await own.close()
    await expect(own.reset()).rejects.toMatchObject({ code: 'MC_ERR_CLOSED' })
  })

  it('outside of tests there is none', () => {
    const fixture = useOutside()
    expect(() => fixture.kv).toThrow(expect.objectContaining({ code: 'MC_ERR_NOT_LISTENING' }))
  })
})

/** A fixture whose hooks never run. */
function useOutside(): ReturnType<typeof useConsul> {
  const never = (): void => undefined
  Object.assign(globalThis, { beforeAll: never, afterEach: never, afterAll: never })
  const consul = useConsul()
  for (const name of ['beforeAll', 'afterEach', 'afterAll']) Reflect.deleteProperty(globalThis, name)
  return consul
}
