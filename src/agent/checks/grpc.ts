import type { Socket } from 'node:net'
import { onAbort } from './abort.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { dialTcp, dialTls } from './dial.ts'
import { decodeStatus, encodeRequest, HEALTH_CHECK, rpcError } from './grpc-health.ts'
import { watchSockets, type GrpcClient, type GrpcError, type GrpcJs } from './grpc-js.ts'
import type { Probe } from './periodic.ts'
import { errorText } from '../../lib/error-text.ts'
import { quoteGo } from '../../go/quote.ts'

const DEADLINE_EXCEEDED = 4
const UNAVAILABLE = 14

/** Asks a server of the standard gRPC health protocol: SERVING passes, all else is critical. */
export function grpcProbe(load: () => Promise<GrpcJs>): Probe {
  return async (definition, signal) => {
    const grpc = await load().catch((error: unknown) => {
      throw new Error('gRPC checks need the package @grpc/grpc-js, which could not be loaded', { cause: error })
    })
    const slash = definition.grpc.indexOf('/')
    const address = slash < 0 ? definition.grpc : definition.grpc.slice(0, slash)
    const service = slash < 0 ? '' : definition.grpc.slice(slash + 1)
    const { client, end } = connect(grpc, definition, address)
    const answer = await call(client, service, signal).finally(end)
    if (typeof answer !== 'string') throw new Error(await callErrorText(answer, definition, address, signal))
    if (answer === 'SERVING') return { status: 'passing', output: `gRPC check ${definition.grpc}: success` }
    return { status: 'critical', output: `gRPC ${definition.grpc} serving status: ${answer}` }
  }
}

/** A client that asks one question. `end` closes all it has opened. */
function connect(grpc: GrpcJs, definition: CheckDefinition, address: string): { client: GrpcClient; end(): void } {
  const { grpcUseTls, tlsSkipVerify, tlsServerName: name } = definition
  const verify = tlsSkipVerify ? { rejectUnauthorized: false, checkServerIdentity: () => undefined } : {}
  const credentials = grpcUseTls
    ? grpc.credentials.createSsl(null, null, null, verify)
    : grpc.credentials.createInsecure()
  const sockets: Socket[] = []
  let ended = false
  const watched = watchSockets(credentials, socket => {
    if (ended) socket.destroy()
    else sockets.push(socket)
  })
  const client = new grpc.Client(`dns:${address}`, watched, {
    // Without them connections outlive the client, and a proxy of the environment would be asked.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_http_proxy': 0,
    ...(name && { 'grpc.ssl_target_name_override': name, 'grpc.default_authority': name }),
  })
  const end = (): void => {
    ended = true
    client.close()
    for (const socket of sockets) socket.destroy()
  }
  return { client, end }
}

/** The serving status, or the error of the call. */
function call(client: GrpcClient, service: string, signal: AbortSignal): Promise<string | GrpcError> {
  return new Promise(resolve => {
    const same = (bytes: Buffer): Buffer => bytes
    const running = client.makeUnaryRequest(HEALTH_CHECK, same, same, encodeRequest(service), (error, reply) => {
      forget()
      resolve(error ?? decodeStatus(reply ?? Buffer.alloc(0)))
    })
    const forget = onAbort(signal, () => {
      running.cancel()
      resolve({ code: DEADLINE_EXCEEDED, details: 'context deadline exceeded' })
    })
  })
}

/** The library's text for a server that was not reached; it contains times, so each run would differ. */
const NO_CONNECTION = /^(No connection established|Name resolution failed)/

/** Go's text for a call that failed. The reason for a missing connection is found by connecting again, because Go words it differently. */
async function callErrorText(
  { code, details }: GrpcError,
  definition: CheckDefinition,
  address: string,
  signal: AbortSignal,
): Promise<string> {
  if (code !== UNAVAILABLE || !NO_CONNECTION.test(details)) return rpcError(code, details)
  const reason = await connectionError(definition, address, signal)
  return rpcError(code, `connection error: desc = ${quoteGo(reason)}`)
}

async function connectionError(definition: CheckDefinition, address: string, signal: AbortSignal): Promise<string> {
  const { grpcUseTls, tlsServerName: serverName, tlsSkipVerify: skipVerify } = definition
  let step = 'transport: Error while dialing'
  try {
    const socket = await dialTcp(address, signal)
    socket.destroy()
    step = 'transport: authentication handshake failed'
    if (grpcUseTls) (await dialTls(address, { serverName, skipVerify }, signal)).destroy()
  } catch (error) {
    return `${step}: ${errorText(error)}`
  }
  return 'error reading server preface: unexpected EOF'
}
