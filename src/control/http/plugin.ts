import AjvCompiler from '@fastify/ajv-compiler'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyRequest, FastifySchema, FastifySchemaCompiler } from 'fastify'
import { JsonError, parseJson, toJson } from '../../go/json.ts'
import { Refusal } from '../../api/refusals.ts'
import { otherMethods } from '../../http/other-methods.ts'
import { honourHttpConfig, restrictWrites } from '../../http/plugin-hooks.ts'
import type { Control } from '../control.ts'
import { PREFIX } from '../prefix.ts'
import type { ControlApp } from './app.ts'
import { addBlockedRoutes } from './blocked.ts'
import { addCheckRoutes } from './checks.ts'
import { addClockRoutes } from './clock.ts'
import { addClusterRoutes } from './cluster.ts'
import { addDnsRoutes } from './dns.ts'
import { sendControlError } from './errors.ts'
import { addFaultRoutes } from './faults.ts'
import { addGuard } from './guard.ts'
import { addHistoryRoutes } from './history.ts'
import { addJournalRoutes } from './journal.ts'
import { addSessionRoutes } from './sessions.ts'
import { addStateRoutes } from './state.ts'
import { addStatusRoutes } from './status.ts'

export interface ControlPluginOptions {
  readonly control: Control
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler gets the body as the text that it is, whatever its content type. */
    readonly textBody?: boolean
  }
}

/** Bytes of a body where a route sets no limit of its own: bodies are worked through in one go. */
const MAX_BODY = 512 * 1024

/** The control API: a fastify plugin, registered below `/_miniconsul`. */
export async function controlPlugin(app: FastifyInstance, { control }: ControlPluginOptions): Promise<void> {
  const { agent } = control
  // a configuration may add headers to all answers that would share these with other origins
  honourHttpConfig(app, agent, /^access-control-/i)
  restrictWrites(app, agent)
  addGuard(app, () => agent.settings.ui.testBenchAllow)
  app.setErrorHandler((err, req, reply) => sendControlError(err, req, reply, agent.log.module('agent.http')))
  const refuseOtherMethods = otherMethods(app)
  readBodies(app)
  validateStrictly(app)
  // 64-bit numbers stay exact, and `curl` shows lines that can be read
  app.setSerializerCompiler(() => value => toJson(value))
  app.setReplySerializer(value => toJson(value, agent.settings.dev))
  const typed: ControlApp = app.withTypeProvider<TypeBoxTypeProvider>()
  addStatusRoutes(typed, control)
  addClockRoutes(typed, control)
  addStateRoutes(typed, control)
  addHistoryRoutes(typed, control)
  addFaultRoutes(typed, control)
  addJournalRoutes(typed, control)
  addBlockedRoutes(typed, control)
  addClusterRoutes(typed, control)
  addCheckRoutes(typed, control)
  addSessionRoutes(typed, control)
  addDnsRoutes(typed, control)
  app.get('/openapi.json', async () => {
    // loaded by the first request for it
    const { openApiDocument } = await import('./openapi.ts')
    return openApiDocument(scope => controlPlugin(scope, { control }))
  })
  refuseOtherMethods()
  app.all('/*', () => {
    throw new Refusal(404, `There is no such path; ${PREFIX}openapi.json lists all.`)
  })
}

/** Reads bodies as JSON, whatever content type they come with: curl says that its JSON is a form. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addHook('onRoute', route => {
    route.bodyLimit ??= MAX_BODY
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_req: unknown, body: Buffer) => body)
  app.addHook('preValidation', async req => {
    req.body = bodyOf(req)
    // an empty parameter is none
    const query = req.query as Record<string, unknown>
    for (const name of Object.keys(query)) if (query[name] === '') delete query[name]
  })
}

function bodyOf(req: FastifyRequest): unknown {
  const bytes = req.body instanceof Buffer ? req.body : Buffer.alloc(0)
  if (req.routeOptions.config.textBody === true) return bytes.toString('utf8')
  if (bytes.length === 0) return mayBeLeftOut(req) ? {} : undefined
  try {
    return parseJson(bytes)
  } catch (err) {
    if (err instanceof JsonError) throw new Refusal(400, `The body is no JSON: ${err.message}`)
    throw err
  }
}

/** A body without required members may be left out. */
function mayBeLeftOut({ routeOptions: { schema } }: FastifyRequest): boolean {
  const body = schema?.body as { readonly type?: string; readonly required?: readonly string[] } | undefined
  return body?.type === 'object' && (body.required ?? []).length === 0
}

/** Refuses unknown members rather than leaving them out, and takes nothing in a body for what it is not. */
function validateStrictly(app: FastifyInstance): void {
  app.setValidatorCompiler(route => {
    const { method, url, httpPart, contentType } = route as typeof route & { readonly contentType?: string }
    const key = `${method} ${url} ${httpPart} ${contentType}`
    const validate: Validator = data => {
      let compiled = validators.get(key)
      if (!compiled) {
        compiled = (httpPart === 'body' ? ofJson : ofText)(route)
        validators.set(key, compiled)
      }
      const valid = compiled(data)
      validate.errors = compiled.errors ?? null
      return valid
    }
    return validate
  })
}

type Validator = ReturnType<FastifySchemaCompiler<FastifySchema>>

/**
 * By route: its schemas are the same in every emulator. Each is compiled by the first request that needs it, because all of them take
 * forty times as long as an emulator.
 */
const validators = new Map<string, Validator>()

/** That schemas are valid is for tests: to compile the schema of schemas for it takes a quarter of the first request. */
const TRUSTED = { meta: false, validateSchema: false }

const compiler = (coerceTypes: boolean) =>
  AjvCompiler()(
    {},
    {
      customOptions: {
        ...TRUSTED,
        coerceTypes,
        removeAdditional: false,
        verbose: true,
        strict: false,
        allErrors: true,
      },
    },
  )
const [ofText, ofJson] = [compiler(true), compiler(false)]
