import { expect, it } from 'vitest'
import { Emulator } from '../../../src/emulator.ts'
import { defaultSettings } from '../../../src/model/settings.ts'

it('stores a key and wakes readers that wait for it', async () => {
  const consul = new Emulator({ ...defaultSettings, ports: { ...defaultSettings.ports, http: 0, dns: 0 } })
  await consul.listen()
  const url = `http://127.0.0.1:${consul.http.port}/v1/kv/a`
  expect(await (await fetch(url, { method: 'PUT', body: 'one' })).json()).toBe(true)
  const first = await fetch(url)
  const index = first.headers.get('x-consul-index')
  expect(await first.json()).toMatchObject([{ Key: 'a', Value: 'b25l' }])
  const waiting = fetch(`${url}?index=${index}&wait=10s`)
  await new Promise(r => setTimeout(r, 50))
  await fetch(url, { method: 'PUT', body: 'two' })
  expect(await (await waiting).json()).toMatchObject([{ Key: 'a', Value: 'dHdv' }])
  await consul.close()
})
