/**
 * Fixtures for Node's own test runner: `import { useConsul } from 'miniconsul/node-test'`.
 *
 * @see https://nodejs.org/api/test.html
 */
import { after, afterEach, before, beforeEach } from 'node:test'
import { type Consul, type ConsulOptions, startConsul } from './index.ts'
import { ConsulFixture } from './fixture.ts'

/**
 * Starts an emulator before the tests of a file (or of the `describe` in which it is called), and closes it after them; after each test
 * it is reset to its seed. Use its result inside tests and hooks only.
 *
 * @example
 * const consul = useConsul({ seed: { kv: { greeting: 'hello' } } })
 * test('reads the greeting', () => assert.equal(consul.kv.getText('greeting'), 'hello'))
 */
export function useConsul(options: ConsulOptions = {}): Consul {
  const fixture = new ConsulFixture(() => startConsul(options))
  before(() => fixture.start())
  afterEach(() => fixture.reset())
  after(() => fixture.close())
  return fixture.consul
}

/**
 * The same with an emulator of its own for each test.
 *
 * @example const consul = useConsulPerTest({ clock: 'manual' })
 */
export function useConsulPerTest(options: ConsulOptions = {}): Consul {
  const fixture = new ConsulFixture(() => startConsul(options))
  beforeEach(() => fixture.start())
  afterEach(() => fixture.close())
  return fixture.consul
}
