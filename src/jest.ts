/**
 * Fixtures for jest, and for every runner that has its globals: `import { useConsul } from 'miniconsul/jest'`.
 *
 * @see https://jestjs.io/docs/setup-teardown
 */
import { type Consul, type ConsulOptions, startConsul } from './index.ts'
import { ConsulFixture } from './fixture.ts'

type Hook = (run: () => Promise<void>) => void

/** The hooks that the runner has as globals. */
const hook = (name: 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll'): Hook => {
  const found: unknown = Reflect.get(globalThis, name)
  if (typeof found === 'function') return found as Hook
  throw new Error(
    `Failed to use a Consul: there is no global ${name}(). Call useConsul() in a test file that jest runs.`,
  )
}

/**
 * Starts an emulator before the tests of a file (or of the `describe` in which it is called), and closes it after them; after each test
 * it is reset to its seed. Use its result inside tests and hooks only.
 *
 * @example
 * const consul = useConsul({ seed: { kv: { greeting: 'hello' } } })
 * it('reads the greeting', () => expect(consul.kv.getText('greeting')).toBe('hello'))
 */
export function useConsul(options: ConsulOptions = {}): Consul {
  const fixture = new ConsulFixture(() => startConsul(options))
  hook('beforeAll')(() => fixture.start())
  hook('afterEach')(() => fixture.reset())
  hook('afterAll')(() => fixture.close())
  return fixture.consul
}

/**
 * The same with an emulator of its own for each test.
 *
 * @example const consul = useConsulPerTest({ clock: 'manual' })
 */
export function useConsulPerTest(options: ConsulOptions = {}): Consul {
  const fixture = new ConsulFixture(() => startConsul(options))
  hook('beforeEach')(() => fixture.start())
  hook('afterEach')(() => fixture.close())
  return fixture.consul
}
