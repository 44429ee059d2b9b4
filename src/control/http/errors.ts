import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { sendError } from '../../http/plugin-hooks.ts'
import type { Logger } from '../../logging/logger.ts'
import { ConsulError } from '../../model/errors.ts'
import { describeViolations, type SchemaViolation } from './violation.ts'

/** Answers an error as plain text: what does not fit its schema, and misuse, which is the client's fault here. */
export function sendControlError(error: unknown, req: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const { code, validation, validationContext } = error as Partial<FastifyError>
  sendError(error, req, reply, logger, {
    ...(error instanceof ConsulError && { status: error.statusCode ?? 400 }),
    ...(code === 'FST_ERR_CTP_BODY_TOO_LARGE' && {
      text: `The body is larger than the limit of ${req.routeOptions.bodyLimit} bytes.`,
    }),
    ...(validation && {
      text: describeViolations(validation as readonly SchemaViolation[], validationContext === 'body'),
    }),
  })
}
