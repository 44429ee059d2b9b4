import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Agent } from '../agent/agent.ts'
import { refusal, refusalOf } from '../api/refusals.ts'
import type { Logger } from '../logging/logger.ts'
import { BaseHeaders } from './base-headers.ts'
import { isBlocked } from './blocked-endpoints.ts'
import { TEXT_TYPE } from './reply.ts'
import { mayWrite } from './write-access.ts'

/** What `http_config` says of every answer and every request holds for plugins, too. `without`: headers that are left out. */
export function honourHttpConfig(app: FastifyInstance, agent: Agent, without?: RegExp): void {
  const base = new BaseHeaders()
  app.addHook('onRequest', async ({ raw }, reply) => {
    const { settings } = agent
    const headers = base.standard(settings)
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i] ?? ''
      if (without?.test(name) !== true) void reply.header(name, headers[i + 1])
    }
    const [path = ''] = (raw.url ?? '').split('?')
    if (isBlocked(path, settings)) throw refusal.blocked()
  })
}

/** Only clients of `allow_write_http_from` may send what is no GET. Call it behind `honourHttpConfig`. */
export function restrictWrites(app: FastifyInstance, agent: Agent): void {
  app.addHook('onRequest', async ({ raw, ip }) => {
    if (raw.method !== 'GET' && !mayWrite(ip, agent.settings.http.allowWriteFrom)) throw refusal.restricted()
  })
}

/** Answers an error as plain text with its status. */
export function sendError(
  error: unknown,
  req: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
  { status = statusOf(error), text = String((error as Partial<Error>).message ?? error) } = {},
): void {
  if (status === undefined) logger.error('Request error', { method: req.method, url: req.url, error: String(error) })
  void reply
    .code(status ?? 500)
    .type(TEXT_TYPE)
    .send(text)
}

const statusOf = (error: unknown): number | undefined =>
  refusalOf(error)?.status ?? (error as Partial<FastifyError>).statusCode
