import { type Consul, ConsulError } from './index.ts'

/** An emulator that comes and goes with tests, behind a face that can be handed out before it is there. */
export class ConsulFixture {
  readonly #make: () => Promise<Consul>
  #current: Consul | undefined
  /** Stands for the emulator that is running. Throws `MC_ERR_NOT_LISTENING` while there is none. */
  readonly consul: Consul

  constructor(make: () => Promise<Consul>) {
    this.#make = make
    this.consul = new Proxy({} as Consul, {
      get: (_target, name) => {
        const consul = this.#running()
        const value: unknown = Reflect.get(consul, name, consul)
        return typeof value === 'function' ? (value.bind(consul) as unknown) : value
      },
      has: (_target, name) => name in this.#running(),
    })
  }

  async start(): Promise<void> {
    this.#current = await this.#make()
  }

  /** A test may have closed it. */
  async reset(): Promise<void> {
    if (this.#current?.listening) await this.#current.reset()
  }

  async close(): Promise<void> {
    const consul = this.#current
    this.#current = undefined
    await consul?.close()
  }

  #running(): Consul {
    if (this.#current) return this.#current
    throw new ConsulError(
      'MC_ERR_NOT_LISTENING',
      'Failed to use the Consul of a test: it is there inside tests and hooks only.',
    )
  }
}
