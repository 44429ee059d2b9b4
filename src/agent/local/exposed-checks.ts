import { isObject } from '../../lib/equal.ts'
import { compareBytes } from '../../lib/compare-bytes.ts'
import type { Settings } from '../../model/settings.ts'
import { checkType } from '../checks/index.ts'
import type { LocalCheck, LocalService, LocalState } from './state.ts'

/** Kinds of checks that a proxy can expose, in the order in which they get their ports. */
const EXPOSABLE = ['http', 'grpc']

/**
 * Gives the HTTP and gRPC checks of a service whose proxy exposes checks a port of that proxy each, through which they
 * are made from then on. Every result of a check is a change: one costs the same however many services and checks there are.
 */
export function exposeChecks(state: LocalState, ports: () => Settings['exposedPorts']): void {
  /** The IDs of proxies that expose checks: few, and mostly none. */
  const exposing = new Set<string>()
  let isAssigning = false
  const assign = (serviceId: string, checks: readonly LocalCheck[]): void => {
    if (serviceId === '') return
    isAssigning = true
    try {
      const proxy = exposing.size === 0 ? undefined : exposingProxy(state, serviceId)
      for (const check of checks) expose(state, check, proxy, ports())
    } finally {
      isAssigning = false
    }
  }
  state.onChange(change => {
    if (isAssigning) return
    // the other checks of its service were given theirs before
    if (change.kind === 'check') return change.after && assign(change.after.row.ServiceID, [change.after])
    if (change.after && exposesChecks(change.after)) exposing.add(change.id)
    else exposing.delete(change.id)
    for (const { row } of [change.before, change.after].filter(isPresent)) {
      const destination = destinationOf(row)
      if (destination !== '') assign(destination, byKind(state.checksOf(destination)))
    }
  })
}

function expose(
  state: LocalState,
  check: LocalCheck,
  proxy: LocalService | undefined,
  ports: Settings['exposedPorts'],
): void {
  const address = proxy && isExposable(check) ? proxy.row.Address : undefined
  if (address === check.proxyAddress) return
  const port = address === undefined ? 0 : check.row.ExposedPort || freePort(state, ports)
  state.putCheck({ ...check, proxyAddress: address, row: { ...check.row, ExposedPort: port } })
}

/** The proxy that exposes the checks of a service. */
function exposingProxy(state: LocalState, serviceId: string): LocalService | undefined {
  for (const service of state.services()) {
    if (destinationOf(service.row) === serviceId && exposesChecks(service)) return service
  }
  return undefined
}

/** As in Consul, checks share the last port once the others are taken. */
function freePort(state: LocalState, { first, last }: Settings['exposedPorts']): number {
  const taken = new Set(Array.from(state.checks(), ({ row }) => row.ExposedPort))
  let port = first
  while (port < last - 1 && taken.has(port)) port++
  return port
}

const isPresent = <T>(value: T | undefined): value is T => value !== undefined

const isExposable = ({ definition }: LocalCheck): boolean =>
  definition !== undefined && EXPOSABLE.includes(checkType(definition))

const destinationOf = ({ Kind, Proxy }: LocalService['row']): string =>
  Kind === 'connect-proxy' ? (Proxy.DestinationServiceID ?? '') : ''

function exposesChecks({ row: { Proxy } }: LocalService): boolean {
  const { Expose } = Proxy
  return isObject(Expose) && Expose['Checks'] === true
}

function byKind(checks: readonly LocalCheck[]): readonly LocalCheck[] {
  const rank = ({ definition }: LocalCheck): number => (definition ? EXPOSABLE.indexOf(checkType(definition)) : -1)
  return [...checks].sort((a, b) => rank(a) - rank(b) || compareBytes(a.row.CheckID, b.row.CheckID))
}
