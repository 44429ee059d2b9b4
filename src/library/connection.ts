import type { TlsOptions } from '../client/options.ts'
import type { ConsulOptions } from '../options.ts'
import type { Seed } from '../seed/seed.ts'
import type { Consul } from './consul.ts'
import type { InjectResponse } from './inject.ts'

/** How to connect. Options of the emulator are ignored for a real Consul. */
export interface ConnectOptions extends Omit<ConsulOptions, 'seed'> {
  /**
   * The address of a real agent, such as `http://127.0.0.1:8500` or `unix:///run/consul.sock`; `env`: the one that `CONSUL_HTTP_ADDR`
   * names, with token, authentication and TLS as Consul's own tools take them from the environment. Default, and with `env` where the
   * environment names none: an emulator of its own.
   */
  readonly upstream?: string
  /** The token for a real agent. Default with `env`: that of the environment; else none. */
  readonly token?: string
  /** `user` or `user:password` for HTTP's basic authentication. Default with `env`: `CONSUL_HTTP_AUTH`; else none. */
  readonly auth?: string
  /** Files and names for `https://` addresses. Default with `env`: those of the environment; else those of the machine. */
  readonly tls?: TlsOptions
  /** The initial state, under names that are unique to the test. Default: none. */
  readonly seed?: Seed
  /** The prefix of the test's names. Default: a unique one; '' leaves names unchanged. */
  readonly mark?: string
}

/** A connection to an emulator or a real Consul, made by `connectConsul`. */
export interface ConsulConnection extends AsyncDisposable {
  /**
   * The prefix of the test's names; '' for none.
   *
   * @example connection.mark
   */
  readonly mark: string
  /**
   * What answers: an emulator in this process, or a real Consul.
   *
   * @example it.runIf(connection.engine === 'emulator')
   */
  readonly engine: 'emulator' | 'upstream'
  /**
   * Where the HTTP API is. For a unix socket the host is its path and the port 0.
   *
   * @example await fetch(`${connection.http.url}/v1/kv/${connection.key('greeting')}?raw`)
   */
  readonly http: { readonly url: string; readonly host: string; readonly port: number }
  /**
   * The environment for a program under test: address, token and TLS files; see `Consul.env`.
   *
   * @example spawn('my-program', { env: { ...process.env, ...connection.env } })
   * @see https://developer.hashicorp.com/consul/commands#environment-variables
   */
  readonly env: Readonly<Record<string, string>>
  /**
   * The emulator, for what a real Consul cannot do. Throws `MC_ERR_UPSTREAM` when connected to a real one.
   *
   * @example await connection.emulator.clock.advance('20s')
   */
  readonly emulator: Consul
  /**
   * The test's own form of a key: below the mark.
   *
   * @example connection.key('app/config')
   */
  key(key: string): string
  /**
   * The test's own form of a name of a service, node, check, session or query: with the mark at its end.
   *
   * @example connection.name('web')
   */
  name(name: string): string
  /**
   * Sends a request and gives the answer, whatever its status. An object goes as JSON, text and bytes as they are. Rejects when there
   * is no answer.
   *
   * @example await connection.request('GET', `/v1/health/service/${connection.name('web')}`)
   */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<InjectResponse>
  /**
   * Back to the seed: what bears the mark goes, and the seed is applied again. With an emulator, all of it is reset first. Rejects with
   * `MC_ERR_REFUSED` when Consul does not take the seed.
   *
   * @example afterEach(() => connection.reset())
   */
  reset(): Promise<void>
  /**
   * Takes away what the seed made and all else that bears the mark, then closes the emulator, if it is one. Idempotent. Rejects when
   * Consul does not answer.
   *
   * @example await connection.close()
   */
  close(): Promise<void>
  /**
   * The same as `close`.
   *
   * @example await using connection = await connectConsul({ upstream: 'env' })
   */
  [Symbol.asyncDispose](): Promise<void>
}
