import AjvCompiler from '@fastify/ajv-compiler'
import fastify, { type FastifySchema } from 'fastify'
import { expect, it } from 'vitest'
import { controlPlugin } from '../../../src/control/http/plugin.ts'
import { Emulator } from '../../../src/emulator.ts'
import { defaultSettings } from '../../../src/model/settings.ts'

/** The schemas by which requests are judged, by their routes. */
async function schemasOfRequests(): Promise<readonly (readonly [string, object])[]> {
  const found: (readonly [string, object])[] = []
  const app = fastify({ exposeHeadRoutes: false })
  app.addHook('onRoute', ({ url, method, schema = {} }: { url: string; method: unknown; schema?: FastifySchema }) => {
    for (const part of ['body', 'querystring', 'params', 'headers'] as const) {
      if (schema[part]) found.push([`${String(method)} ${url} ${part}`, schema[part]])
    }
  })
  const { control } = new Emulator(defaultSettings)
  await app.register(scope => controlPlugin(scope, { control }))
  await app.ready()
  return found
}

it('all schemas of requests are valid: the plugin itself trusts them', async () => {
  const judge = AjvCompiler()({}, { customOptions: { strict: false, validateSchema: true } })
  const schemas = await schemasOfRequests()
  expect(schemas.length).toBeGreaterThan(20)
  const isValid = (where: string, schema: object): boolean => {
    try {
      judge({ schema, method: '', url: where, httpPart: '' })
      return true
    } catch {
      return false
    }
  }
  expect(isValid('', { type: 'nothing' })).toBe(false)
  expect(schemas.filter(([where, schema]) => !isValid(where, schema))).toEqual([])
})
