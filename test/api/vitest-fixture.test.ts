import { describe } from 'vitest'
import { test, testPerFile } from '../../src/vitest.ts'

const it = testPerFile.extend({ consulOptions: [{ seed: { kv: { a: '1' } } }, { scope: 'file' }] })

describe('an emulator for each test', () => {
  const urls: string[] = []

  test('begins empty', async ({ consul, expect }) => {
    urls.push(consul.http.url)
    expect(consul.kv.keys()).toEqual([])
    consul.kv.put('greeting', 'hello')
    expect(await (await fetch(`${consul.http.url}/v1/kv/greeting?raw`)).text()).toBe('hello')
  })

  test('begins empty again, and the one before is closed', async ({ consul, expect }) => {
    expect(consul.kv.keys()).toEqual([])
    await expect(fetch(`${urls[0]}/v1/status/leader`)).rejects.toThrow('fetch failed')
  })

  const manual = test.extend({ consulOptions: { clock: 'manual', seed: { kv: { a: '1' } } } })

  manual('can be made otherwise', async ({ consul, expect }) => {
    const began = consul.clock.now()
    await consul.clock.advance('1h')
    expect(consul.clock.now() - began).toBe(3_600_000)
    expect(consul.kv.getText('a')).toBe('1')
  })
})

describe('an emulator for the file', () => {
  const ports: number[] = []
  it('is changed by one test', ({ consul, expect }) => {
    ports.push(consul.http.port)
    consul.kv.put('a', '2')
    expect(consul.kv.getText('a')).toBe('2')
  })

  it('is as it was for the next', ({ consul, expect }) => {
    expect(consul.http.port).toBe(ports[0])
    expect(consul.kv.getText('a')).toBe('1')
  })
})
