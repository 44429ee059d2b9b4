import { createServer, type AddressInfo, type Server } from 'node:net'

function hold(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

/** Ports of the loopback address that nothing listened on a moment ago. */
export async function freePorts<const N extends readonly string[]>(...names: N): Promise<Record<N[number], number>> {
  const held = await Promise.all(names.map(hold))
  const ports = held.map((server, i) => [names[i], (server.address() as AddressInfo).port] as const)
  await Promise.all(held.map(server => new Promise(closed => server.close(closed))))
  return Object.fromEntries(ports) as Record<N[number], number>
}
