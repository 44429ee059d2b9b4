import type { Agent } from '../agent/agent.ts'
import { formatDuration } from '../go/duration.ts'
import type { Logger } from '../logging/logger.ts'
import type { Incoming } from './exchange.ts'
import { loggedUrl } from './logged-url.ts'
import type { Responder } from './responder.ts'

/** Writes a line once a request is answered. */
export function logWhenDone({ clock }: Agent, logger: Logger, raw: Incoming, res: Responder): void {
  const began = clock.now()
  const url = loggedUrl(raw.url)
  res.onClose(() => {
    if (res.status === undefined || res.gone) return
    const latency = formatDuration((clock.now() - began) * 1e6)
    logger.debug('Request finished', { method: raw.method, url, from: clientOf(raw), latency })
  })
}

/** Who asks, as lines of the log tell it. */
export const clientOf = ({ socket }: Pick<Incoming, 'socket'>): string =>
  `${socket?.remoteAddress ?? ''}:${socket?.remotePort ?? ''}`
