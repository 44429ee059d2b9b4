import { joinHostPort } from '../go/host-port.ts'
import type { ListenerName } from '../listeners.ts'
import { ConsulError } from '../model/errors.ts'

interface ListenError extends Error {
  readonly code?: string
  readonly address?: string
  readonly port?: number
  readonly listener?: ListenerName
}

/** What each code means, and which part of the option is to be another. */
const REASONS = {
  EADDRINUSE: { reason: 'is in use', part: 'port' },
  EACCES: { reason: 'may not be listened on by this process', part: 'port' },
  EADDRNOTAVAIL: { reason: 'is no address of this machine', part: 'host' },
} as const

const OPTIONS: Readonly<Record<ListenerName, Readonly<Record<'port' | 'host', string>>>> = {
  http: { port: 'http.port', host: 'http.host' },
  https: { port: 'https.port (or config.ports.https)', host: 'https.host (or config.addresses.https)' },
  dns: { port: 'dns.port', host: 'dns.host' },
}

/** Rejects with a ConsulError that names the option, where it was an address that could not be listened on. */
export const failToListen =
  (what: string) =>
  (err: unknown): never => {
    const { code, address = '', port = 0, listener } = err as ListenError
    if (listener === undefined || code === undefined || !isKnown(code)) throw err
    const { reason, part } = REASONS[code]
    throw new ConsulError(
      code,
      `Failed to ${what}: ${joinHostPort(address, port)} ${reason} (${code}). It is what the option ${OPTIONS[listener][part]} names.`,
      { cause: err },
    )
  }

const isKnown = (code: string): code is keyof typeof REASONS => Object.hasOwn(REASONS, code)
