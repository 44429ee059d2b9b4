import { parseAddress, splitHost } from '../client/address.ts'
import { ConsulClient } from '../client/client.ts'
import { clientOptionsOf, environmentOf } from '../client/environment.ts'
import { ClientError } from '../client/errors.ts'
import type { ClientOptions, TlsOptions } from '../client/options.ts'
import type { ClientResponse } from '../client/response.ts'
import { ConsulError } from '../model/errors.ts'

/** Where a real Consul is, and how to get in. */
export interface UpstreamOptions {
  /** An address, or `env` for the one that the environment names. */
  readonly upstream: string
  readonly token?: string | undefined
  readonly auth?: string | undefined
  readonly tls?: TlsOptions | undefined
}

type Env = Readonly<Record<string, string | undefined>>

/** A Consul that is reached over HTTP. */
export class Upstream {
  /** Where it is: `http://host:port`, or `unix://path`. */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly #client: ConsulClient

  /** Throws `MC_ERR_OPTIONS` for an address that means nothing, or a file that cannot be read. */
  constructor(options: ClientOptions) {
    try {
      this.#client = new ConsulClient(options)
      const target = parseAddress(options.address, options.ssl ?? false)
      const { hostname, port } = splitHost(target)
      const unix = target.socketPath !== undefined
      this.url = unix ? options.address : `${target.scheme}://${target.host}${target.prefix}`
      this.host = target.socketPath ?? hostname
      this.port = unix ? 0 : port
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      throw refusedAddress(options.address, error.message, error)
    }
  }

  /** The environment that leads Consul's tools there. */
  get env(): Readonly<Record<string, string>> {
    return environmentOf(this.#client.options)
  }

  /** Sends one request, whose path is escaped, on a connection of its own. Rejects when there is no answer. */
  async send(
    method: string,
    path: string,
    body?: Uint8Array,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ClientResponse> {
    try {
      return await this.#client.send(method, path, { headers, ...(body && { body }) })
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      throw new ConsulError(
        'MC_ERR_UNREACHABLE',
        `Failed to reach Consul at ${this.url}, which the option upstream (or, with 'env', CONSUL_HTTP_ADDR) names: ${error.message}`,
        { cause: error },
      )
    }
  }
}

/** The Consul that options name; undefined for `env` where the environment names none. Throws `MC_ERR_OPTIONS`. */
export function upstreamOf({ upstream, ...given }: UpstreamOptions, env: Env): Upstream | undefined {
  if (upstream !== 'env') return new Upstream({ address: upstream, ...given })
  if (!env['CONSUL_HTTP_ADDR']) return undefined
  try {
    return new Upstream(clientOptionsOf(env, given))
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    throw refusedAddress(env['CONSUL_HTTP_ADDR'], error.message, error)
  }
}

const refusedAddress = (address: string, reason: string, cause: Error): ConsulError =>
  new ConsulError(
    'MC_ERR_OPTIONS',
    `Failed to connect to ${JSON.stringify(address)}: ${reason}. An address is like http://127.0.0.1:8500 or unix:///run/consul.sock.`,
    { cause },
  )
