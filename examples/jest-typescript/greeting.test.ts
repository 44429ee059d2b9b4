// npm install --save-dev jest ts-jest @types/jest typescript miniconsul && npx jest
import { useConsul } from 'miniconsul/jest'

/** The program under test: waits until its greeting changes. */
async function nextGreeting(consul: string): Promise<string> {
  const url = `${consul}/v1/kv/app/greeting?raw`
  const index = (await fetch(url)).headers.get('x-consul-index')
  return (await fetch(`${url}&index=${index}`)).text()
}

describe('a greeting', () => {
  const consul = useConsul({ clock: 'manual', seed: { kv: { 'app/greeting': 'hello' } } })

  it('is seen when it changes', async () => {
    const greeting = nextGreeting(consul.http.url)
    await consul.untilBlocked({ key: 'app/greeting' })
    consul.kv.put('app/greeting', 'good morning')
    expect(await greeting).toBe('good morning')
  })

  it('is the same after five minutes of waiting', async () => {
    const greeting = nextGreeting(consul.http.url)
    await consul.untilBlocked({ key: 'app/greeting' })
    await consul.clock.advance('6m')
    expect(await greeting).toBe('hello')
  })
})
