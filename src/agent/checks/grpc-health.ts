/** The messages of `grpc.health.v1.Health/Check`, which are small enough to do without a protobuf library. */

/** The path of the method. */
export const HEALTH_CHECK = '/grpc.health.v1.Health/Check'

/** HealthCheckRequest: the service is its field 1; '' (the whole server) is left out. */
export function encodeRequest(service: string): Buffer {
  const name = Buffer.from(service, 'utf8')
  return name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name])
}

function varint(value: number): number[] {
  const bytes = []
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128)
  return [...bytes, value]
}

/** A field of type varint, by its number, of a message; the last one counts, 0 when there is none. */
function varintField(message: Buffer, wanted: number): number {
  let at = 0
  const read = (): number => {
    let value = 0
    for (let scale = 1; at < message.length; scale *= 128) {
      const byte = message[at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) break
    }
    return value
  }
  // How long the other wire types are; nothing can be read after one that does not exist.
  const lengths: Readonly<Record<number, () => number>> = { 1: () => 8, 2: read, 5: () => 4 }
  let found = 0
  while (at < message.length) {
    const tag = read()
    const wire = tag & 7
    if (wire === 0) {
      const value = read()
      if (tag >>> 3 === wanted) found = value
      continue
    }
    const length = lengths[wire]?.() ?? message.length
    at += length
  }
  return found
}

const SERVING_STATUS = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN']

/** The name of the status in a HealthCheckResponse, or its number when it has no name. */
export function decodeStatus(reply: Buffer): string {
  const status = varintField(reply, 1)
  return SERVING_STATUS[status] ?? String(status)
}

const CODES = (
  'OK Canceled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied ResourceExhausted ' +
  'FailedPrecondition Aborted OutOfRange Unimplemented Internal Unavailable DataLoss Unauthenticated'
).split(' ')

/** How Go shows an error of a call. */
export function rpcError(code: number, description: string): string {
  return `rpc error: code = ${CODES[code] ?? `Code(${code})`} desc = ${description}`
}
