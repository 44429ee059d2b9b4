import type { Socket } from 'node:net'

/** The little of `@grpc/grpc-js` that a check needs. */
export interface GrpcJs {
  readonly Client: new (address: string, credentials: GrpcCredentials, options: object) => GrpcClient
  readonly credentials: {
    createInsecure(): GrpcCredentials
    createSsl(rootCerts: null, privateKey: null, certChain: null, verifyOptions: object): GrpcCredentials
  }
}

/** How a client connects. The method is the library's own and may not be there in every version. */
export interface GrpcCredentials {
  _createSecureConnector?: (...args: unknown[]) => { connect: (socket: Socket) => Promise<unknown> }
}

/** A connection to one server. */
export interface GrpcClient {
  makeUnaryRequest(
    method: string,
    serialize: (request: Buffer) => Buffer,
    deserialize: (bytes: Buffer) => Buffer,
    request: Buffer,
    callback: (error: GrpcError | null, reply?: Buffer) => void,
  ): { cancel(): void }
  close(): void
}

/** How a call failed. */
export interface GrpcError {
  readonly code: number
  readonly details: string
}

/** Loads the package when the first gRPC check runs, so that other agents do not pay for it. */
export const loadGrpcJs = async (): Promise<GrpcJs> => (await import('@grpc/grpc-js')) as unknown as GrpcJs

/**
 * Shows each socket that is opened with these credentials. The library forgets about a connection on which the server
 * has not said anything yet, even when its client is closed, so the caller has to end it.
 */
export function watchSockets(credentials: GrpcCredentials, onSocket: (socket: Socket) => void): GrpcCredentials {
  const create = credentials._createSecureConnector
  if (!create) return credentials
  credentials._createSecureConnector = (...args) => {
    const connector = create.apply(credentials, args)
    const connect = connector.connect.bind(connector)
    connector.connect = socket => {
      onSocket(socket)
      return connect(socket)
    }
    return connector
  }
  return credentials
}
