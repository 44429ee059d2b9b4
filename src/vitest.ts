/**
 * Fixtures for vitest: `import { test } from 'miniconsul/vitest'`.
 *
 * @see https://vitest.dev/guide/test-context
 */
import { test as base, type TestAPI } from 'vitest'
import { type Consul, type ConsulOptions, startConsul } from './index.ts'

type Use = (consul: Consul) => Promise<void>

async function useFresh({ consulOptions }: { consulOptions: ConsulOptions }, use: Use): Promise<void> {
  const consul = await startConsul(consulOptions)
  try {
    await use(consul)
  } finally {
    await consul.close()
  }
}

/**
 * Before 4.1 vitest gives a fixture those that it depends on as they were when it was defined, not those that replace them. So each
 * extension of such a version defines all of them anew.
 */
function redefining<T>(made: TestAPI<T>, fixtures: object): TestAPI<T> {
  if ('override' in base) return made
  const extend = (more: object): TestAPI<object> => {
    const all = { ...fixtures, ...more }
    return redefining(base.extend(all), all)
  }
  return Object.assign(made, { extend })
}

const perTest = { consulOptions: {} as ConsulOptions, consul: useFresh }

/**
 * A `test` with a new emulator for each test that uses the fixture `consul`, closed afterwards. The fixture `consulOptions` holds its
 * options.
 *
 * @example
 * test('reads the greeting', async ({ consul }) => {
 *   consul.kv.put('greeting', 'hello')
 * })
 * @example
 * const manual = test.extend({ consulOptions: { clock: 'manual' } })
 */
export const test: TestAPI<{ consulOptions: ConsulOptions; consul: Consul }> = redefining(
  base.extend<{ consulOptions: ConsulOptions; consul: Consul }>(perTest),
  perTest,
)

interface PerFile {
  readonly consulOptions: ConsulOptions
  readonly consulOfFile: Consul
  readonly consul: Consul
}

async function useReset({ consulOfFile }: { consulOfFile: Consul }, use: Use): Promise<void> {
  try {
    await use(consulOfFile)
  } finally {
    if (consulOfFile.listening) await consulOfFile.reset()
  }
}

const ofFile = { scope: 'file' } as const
const perFile = {
  consulOptions: [{} as ConsulOptions, ofFile] as [ConsulOptions, typeof ofFile],
  consulOfFile: [useFresh, ofFile] as [typeof useFresh, typeof ofFile],
  consul: useReset,
}

/**
 * A `test` with one emulator for all tests of a file, reset to its seed after each test, which is slightly faster.
 *
 * @example
 * testPerFile('reads the greeting', async ({ consul }) => {
 *   consul.kv.put('greeting', 'hello')
 * })
 * @example
 * const manual = testPerFile.extend({ consulOptions: [{ clock: 'manual' }, { scope: 'file' }] })
 */
export const testPerFile: TestAPI<PerFile> = redefining(base.extend<PerFile>(perFile), perFile)
