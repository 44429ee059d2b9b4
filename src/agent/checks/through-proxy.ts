import type { CheckDefinition } from '../../model/registration.ts'
import { joinHostPort } from '../../go/host-port.ts'

/** The check as it is made through the listener of a proxy instead of directly; an empty address stands for this machine. */
export function throughProxy(definition: CheckDefinition, address: string, port: number): CheckDefinition {
  const host = joinHostPort(address, port)
  return {
    ...definition,
    ...(definition.http !== '' && { http: definition.http.replace(/^(\w+:\/\/)[^/?#]*/, `$1${host}`) }),
    ...(definition.grpc !== '' && {
      grpc: definition.grpc.replace(/^[^/]*/, joinHostPort(address || 'localhost', port)),
    }),
  }
}
