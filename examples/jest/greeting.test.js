// npm install --save-dev jest miniconsul && NODE_OPTIONS=--experimental-vm-modules npx jest
import { useConsul } from 'miniconsul/jest'

describe('a greeting', () => {
  const consul = useConsul({ seed: { kv: { 'app/greeting': 'hello' } } })

  const greeting = async () => (await fetch(`${consul.http.url}/v1/kv/app/greeting?raw`)).text()

  it('is what the seed says', async () => {
    expect(await greeting()).toBe('hello')
  })

  it('survives a server that fails once', async () => {
    consul.faults.use({ key: 'app/greeting' }, { status: 500, body: 'rpc error' }, { times: 1 })
    expect(await greeting()).toBe('rpc error')
    expect(await greeting()).toBe('hello')
    consul.faults.assertUsed()
  })
})
