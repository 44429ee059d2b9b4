import type { ConsulClient } from '../../client/client.ts'
import { splitHostPort } from '../../go/host-port.ts'
import { StatusError } from '../../client/errors.ts'
import { errorText } from '../../lib/error-text.ts'
import { explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { ipOf } from '../envoy-admin.ts'
import type { Endpoint, Pipe } from './bootstrap.ts'

const LOCAL = '127.0.0.1'
const DEFAULT_PORT = 8502
const UNIX = 'unix://'

/** A place that is not checked further: the port is written into the configuration as it is. */
interface Place {
  readonly host: string
  readonly port: string
}

/** Where Envoy is to serve its admin interface. */
export const adminPlace = (text: string): Promise<Place> => placeOf(text, 'admin bind')

/** Where the agent serves xDS. */
interface Xds {
  readonly at: Place | Pipe
  readonly tls: boolean
}

/** The one that was given; else what the agent says: with TLS if it has a port for that. */
export async function xdsOf(client: ConsulClient, given: string, complain: (line: string) => void): Promise<Xds> {
  if (given.startsWith(UNIX)) return { at: { path: given.slice(UNIX.length) }, tls: false }
  if (given !== '') {
    const at = await placeOf(given.replace(/^https?:\/\//, ''), 'agent')
    return { at, tls: given.startsWith('https://') }
  }
  const { port, tls } = await portOf(client, complain)
  return { at: { host: LOCAL, port: String(port) }, tls }
}

interface Self {
  readonly xDS?: { readonly Ports?: { readonly Plaintext?: number; readonly TLS?: number } } | null
  readonly DebugConfig?: { readonly GRPCPort?: number } | null
}

async function portOf(client: ConsulClient, complain: (line: string) => void): Promise<{ port: number; tls: boolean }> {
  const asked = client.get('/v1/agent/self').catch((error: unknown) => {
    if (!(error instanceof StatusError) || error.status !== 403) throw error
    complain(UNKNOWN)
  })
  const self = (await explain(FAILED, asked))?.json<Self>()
  if (!self) return { port: DEFAULT_PORT, tls: false }
  const { TLS = -1, Plaintext = -1 } = self.xDS?.Ports ?? {}
  if (TLS > 0) return { port: TLS, tls: true }
  if (Plaintext > 0) return { port: Plaintext, tls: false }
  if (!self.DebugConfig) throw new CommandError(`${FAILED}: unexpected agent response: no debug config`)
  const { GRPCPort = -1 } = self.DebugConfig
  if (GRPCPort > 0) return { port: GRPCPort, tls: false }
  throw new CommandError(`${FAILED}: agent has grpc disabled`)
}

const FAILED = 'Error looking up xDS port'
const UNKNOWN = '-grpc-addr not provided and unable to discover a gRPC address for xDS. Defaulting to localhost:8502'

async function placeOf(text: string, what: string): Promise<Place> {
  let place: Place
  try {
    place = splitHostPort(text)
  } catch (error) {
    throw new CommandError(`Invalid Consul HTTP address: ${errorText(error)}`, { cause: error })
  }
  const { host, port } = place
  if (host === '') return place
  const ip = await ipOf(host).catch((error: unknown) => {
    throw new CommandError(`Failed to resolve ${what} address: ${errorText(error)}`, { cause: error })
  })
  return { host: ip, port }
}

/** As it stands in a configuration, which is read as JSON: what is no number there is refused. */
export function endpointAt({ host, port }: Place): Endpoint {
  const [, rest = ''] = /^(?:-?(?:0|[1-9]\d*))?(.*)$/s.exec(port) ?? []
  const [char = '}'] = rest
  if (port === '' || rest === port) throw new CommandError(`invalid character '${char}' looking for beginning of value`)
  if (rest !== '') throw new CommandError(`invalid character '${char}' after object key:value pair`)
  return { host, port: Number(port) }
}
