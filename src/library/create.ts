import type { ConsulOptions } from '../options.ts'
import { Consul } from './consul.ts'

/**
 * Creates an emulator that does not listen yet, so that its state can be prepared. Throws `MC_ERR_OPTIONS`, `MC_ERR_SEED`.
 *
 * @example
 * const consul = createConsul({ node: 'web-1' })
 * consul.kv.put('greeting', 'hello')
 * await consul.listen()
 */
export function createConsul(options: ConsulOptions = {}): Consul {
  return new Consul(options)
}

/**
 * Creates an emulator that listens, by default on free ports of the loopback interface. Rejects with the errors of `createConsul` and
 * `listen`.
 *
 * @example
 * const consul = await startConsul()
 * await fetch(`${consul.http.url}/v1/kv/a`, { method: 'PUT', body: 'b' })
 * await consul.close()
 */
export async function startConsul(options: ConsulOptions = {}): Promise<Consul> {
  const consul = new Consul(options)
  try {
    return await consul.listen()
  } catch (err) {
    await consul.close()
    throw err
  }
}
