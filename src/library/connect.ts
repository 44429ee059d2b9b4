import { ConsulError } from '../model/errors.ts'
import { toJson } from '../go/json.ts'
import { arbitrarySeed, seededRandom } from '../lib/random.ts'
import { validated } from '../seed/apply.ts'
import { type OwnNames, ownNames, renameSeed } from '../seed/own-names.ts'
import { applyRemote, type RemoteRequest, type Undo, undoRemote } from '../seed/remote.ts'
import type { Seed } from '../seed/seed.ts'
import { findMarked } from '../seed/sweep.ts'
import type { Consul } from './consul.ts'
import { startConsul } from './create.ts'
import { check } from './check.ts'
import type { ConnectOptions, ConsulConnection } from './connection.ts'
import type { InjectResponse } from './inject.ts'
import { connectOptions } from './option-kinds.ts'
import { Upstream, upstreamOf } from './upstream.ts'

/**
 * Connects a test to Consul: to the real agent that `upstream` names, or else to an emulator of its own. The seed is applied over HTTP
 * under names that are unique to the test (see `key()` and `name()`) and removed by `close()`, so that the same test runs against both.
 * Rejects with `MC_ERR_OPTIONS`, `MC_ERR_SEED`, `MC_ERR_REFUSED`, and with `MC_ERR_UNREACHABLE` if the agent does not
 * answer.
 *
 * @example
 * const connection = await connectConsul({ upstream: 'env', seed: { kv: { greeting: 'hello' } } })
 * await fetch(`${connection.http.url}/v1/kv/${connection.key('greeting')}?raw`)
 * await connection.close()
 */
export async function connectConsul(options: ConnectOptions = {}): Promise<ConsulConnection> {
  check(connectOptions, options, { what: 'connect' })
  const { upstream, token, auth, tls, seed, mark, ...rest } = options
  const checked = validated(seed ?? {})
  const target = upstream === undefined ? undefined : upstreamOf({ upstream, token, auth, tls }, process.env)
  const emulator = target ? undefined : await startConsul(rest)
  const random = seededRandom(arbitrarySeed())
  const connection = new Connection({
    upstream: target ?? new Upstream({ address: emulator?.http.url ?? '' }),
    emulator,
    mark: mark ?? `test-${random.uuid().slice(0, 8)}`,
    seed: checked,
  })
  try {
    // with a mark of the caller's own, an earlier run that was cut off may have left something
    await connection.reset()
    return connection
  } catch (err) {
    // what the first failure says counts, not what comes of it
    await connection.close().catch(() => undefined)
    throw err
  }
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : toJson(body))
}

class Connection implements ConsulConnection {
  readonly #upstream: Upstream
  readonly #emulator: Consul | undefined
  readonly #names: OwnNames
  readonly #seed: Seed
  #undo: readonly Undo[] = []
  #closed: Promise<void> | undefined

  readonly mark: string

  constructor(parts: {
    readonly upstream: Upstream
    readonly emulator: Consul | undefined
    readonly mark: string
    readonly seed: Seed
  }) {
    this.#upstream = parts.upstream
    this.#emulator = parts.emulator
    this.mark = parts.mark
    this.#names = ownNames(parts.mark)
    this.#seed = renameSeed(parts.seed, this.#names)
  }

  get engine(): 'emulator' | 'upstream' {
    return this.#emulator ? 'emulator' : 'upstream'
  }

  get http(): { readonly url: string; readonly host: string; readonly port: number } {
    const { url, host, port } = this.#upstream
    return { url, host, port }
  }

  get env(): Readonly<Record<string, string>> {
    return this.#emulator?.env ?? this.#upstream.env
  }

  get emulator(): Consul {
    if (this.#emulator) return this.#emulator
    throw new ConsulError(
      'MC_ERR_UPSTREAM',
      `Failed to use the emulator: this test runs against a real Consul at ${this.#upstream.url}, which cannot do ` +
        'what only the emulator can. Skip the test there, or run it without `upstream`.',
    )
  }

  key(key: string): string {
    return this.#names.key(key)
  }

  name(name: string): string {
    return this.#names.name(name)
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<InjectResponse> {
    const bytes = body === undefined ? undefined : bytesOf(body)
    const answer = await this.#upstream.send(method, path, bytes, headers)
    return {
      statusCode: answer.status,
      headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
      body: answer.text(),
      bytes: new Uint8Array(answer.body),
      json: <T>() => answer.json<T>(),
    }
  }

  async reset(): Promise<void> {
    await this.#clear()
    await this.#emulator?.reset()
    await this.#apply()
  }

  async close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #apply(): Promise<void> {
    const done: Undo[] = []
    this.#undo = done
    await applyRemote(this.#send, this.#seed, done)
  }

  async #clear(): Promise<void> {
    const undo = this.#undo
    this.#undo = []
    await undoRemote(this.#send, undo)
    if (this.mark !== '') await undoRemote(this.#send, await findMarked(this.#send, this.mark))
  }

  async #end(): Promise<void> {
    // an emulator takes everything along
    if (this.#emulator) return this.#emulator.close()
    return this.#clear()
  }

  readonly #send: RemoteRequest = (method, path, body) => this.#upstream.send(method, path, body)
}
