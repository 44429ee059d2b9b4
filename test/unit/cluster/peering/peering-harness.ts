import { until } from '../../../support/e2e/until.ts'
import { type Peer, startPeer } from '../peers-harness.ts'

export const within = 10_000

/** Has `dialer` use a token that `acceptor` makes, under these names of the peering on either side. */
export async function establish(
  acceptor: Peer,
  dialer: Peer,
  names: { readonly there: string; readonly here: string } = { there: 'near', here: 'far' },
): Promise<void> {
  const { json } = await acceptor.send('POST', '/v1/peering/token', { PeerName: names.here })
  const answer = await dialer.send('POST', '/v1/peering/establish', {
    PeerName: names.there,
    PeeringToken: json.PeeringToken,
  })
  if (answer.status !== 200) throw new Error(`Failed to establish the peering: ${answer.text}`)
}

export const becomes = (peer: Peer, name: string, state: string): Promise<unknown> =>
  until(async () => (await peer.get(`/v1/peering/${name}`)).State === state, { what: `${name} to be ${state}`, within })

export const isGone = (peer: Peer, name: string): Promise<unknown> =>
  until(async () => (await peer.send('GET', `/v1/peering/${name}`)).status === 404, { what: `${name} to go`, within })

/** Waits for as many instances of a service of a peer. */
export const imports = (peer: Peer, path: string, count: number): Promise<unknown> =>
  until(async () => (await peer.get(path)).length === count, { what: `${count} at ${path}`, within })

export const exportTo = (peer: Peer, consumer: string, ...services: string[]): Promise<unknown> =>
  peer.send('PUT', '/v1/config', {
    Kind: 'exported-services',
    Name: 'default',
    Services: services.map(Name => ({ Name, Consumers: [{ Peer: consumer }] })),
  })

/** Two clusters that are peers: `a` calls the other one `far`, `b` calls it `near`. */
export async function peers(): Promise<{ a: Peer; b: Peer }> {
  const a = await startPeer('a')
  const b = await startPeer('b', { datacenter: 'dc2', primaryDatacenter: 'dc2' })
  await establish(a, b)
  await Promise.all([becomes(a, 'far', 'ACTIVE'), becomes(b, 'near', 'ACTIVE')])
  return { a, b }
}
