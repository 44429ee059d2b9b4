/**
 * Fixtures for vitest: `import { test } from 'miniconsul/vitest'`.
 *
 * @see https://vitest.dev/guide/test-context
 */
import { test as base } from 'vitest'
import { type Consul, type ConsulOptions, startConsul } from './index.ts'

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
export const test = base.extend<{ consulOptions: ConsulOptions; consul: Consul }>({
  consulOptions: {},
  consul: async ({ consulOptions }, use) => {
    const consul = await startConsul(consulOptions)
    try {
      await use(consul)
    } finally {
      await consul.close()
    }
  },
})

/**
 * A `test` with one emulator for all tests of a file, reset to its seed after each test, which is slightly faster.
 *
 * @example
 * testPerFile('reads the greeting', async ({ consul }) => {
 *   consul.kv.put('greeting', 'hello')
 * })
 */
export const testPerFile = base.extend<{ consulOptions: ConsulOptions; consulOfFile: Consul; consul: Consul }>({
  consulOptions: [{}, { scope: 'file' }],
  consulOfFile: [
    async ({ consulOptions }, use) => {
      const consul = await startConsul(consulOptions)
      try {
        await use(consul)
      } finally {
        await consul.close()
      }
    },
    { scope: 'file' },
  ],
  consul: async ({ consulOfFile }, use) => {
    try {
      await use(consulOfFile)
    } finally {
      await consulOfFile.reset()
    }
  },
})
