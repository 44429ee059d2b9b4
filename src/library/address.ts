import { ConsulError } from '../model/errors.ts'
import { joinHostPort } from '../go/host-port.ts'

/** Where something listens, with its URL; throws while it does not. */
export function bound(
  { host, port }: { readonly host: string; readonly port: number },
  what: string,
  scheme: 'http' | 'https' = 'http',
): {
  readonly host: string
  readonly port: number
  readonly url: string
} {
  if (port > 0) return { host, port, url: `${scheme}://${joinHostPort(host, port)}` }
  throw new ConsulError('MC_ERR_NOT_LISTENING', `Failed to tell where ${what} is served: it does not listen.`)
}
