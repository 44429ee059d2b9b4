import type { FastifyInstance } from 'fastify'
import { expectTypeOf, test } from 'vitest'
import { type Consul, type ConsulError, type ConsulOptions, createConsul, startConsul } from '../../src/index.ts'

// what is checked here is checked by the compiler (`npm run typecheck`)
test('the types of the public surface are what users write against', () => {
  expectTypeOf(startConsul).returns.resolves.toEqualTypeOf<Consul>()
  expectTypeOf(createConsul).returns.not.toBeAny()
  expectTypeOf<Parameters<typeof startConsul>[0]>().toEqualTypeOf<ConsulOptions | undefined>()
  expectTypeOf<Consul['close']>().returns.resolves.toBeVoid()
  expectTypeOf<ConsulError>().toExtend<Error>()
  expectTypeOf<ConsulError['code']>().not.toEqualTypeOf<string>()
  type Plugin = NonNullable<ConsulOptions['plugins']>[number]
  expectTypeOf<Plugin>().parameter(0).toEqualTypeOf<FastifyInstance>()
})
