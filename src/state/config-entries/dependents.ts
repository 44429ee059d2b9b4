import type { ConfigEntry } from '../../model/rows.ts'
import { ChainBudget } from '../discovery-chain/chain-budget.ts'
import { compileChain } from '../discovery-chain/compile.ts'
import { StateError } from '../errors.ts'
import { fold, keyOf } from '../schema.ts'
import { multierror } from '../../go/multierror.ts'
import type { View } from '../view.ts'
import type { EntryFields } from './kind.ts'
import { CHAIN_KINDS, isChainKind, PLACE } from './chain-kinds.ts'
import { checkExported, exportedByName, exportedOf } from './exported-chains.ts'
import { entriesOf, getEntry, referring } from './read.ts'
import { MESH } from './mesh.ts'
import { reference } from './references.ts'
import { WILDCARD } from './service-intentions.ts'
import { L7_PROTOCOLS } from './protocols.ts'

const quote = (text: string): string => JSON.stringify(text)

/** Throws where something that depends on a changed (or deleted) entry no longer fits; nothing else is looked at. */
export function checkDependents(view: View, { Kind, Name }: ConfigEntry): void {
  const budget = new ChainBudget()
  if (Kind === 'proxy-defaults') return checkServices(view, allServices(view), budget)
  if (Kind === 'service-defaults' || isChainKind(Kind)) return checkServices(view, servicesUpstream(view, Name), budget)
  if (Kind === 'exported-services') {
    return checkExports(view, [...allServices(view), ...exportedByName(view)], budget)
  }
  if (Kind === 'ingress-gateway') return checkIngress(view, Name, budget)
  if (Kind === 'service-intentions') {
    checkProviders(view, Name)
    return checkPermissions(view, Name, budget)
  }
  if (Kind === 'jwt-provider') checkProviderUse(view, Name)
}

/** Permissive TLS has to be allowed first. */
export function checkAccessOfPermissive(view: View, kind: string, entry: EntryFields): void {
  if (kind !== 'service-defaults' && kind !== 'proxy-defaults') return
  if ((entry as { MutualTLSMode?: string }).MutualTLSMode !== 'permissive') return
  if (getEntry(view, 'mesh', MESH)?.AllowEnablingPermissiveMutualTLS === true) return
  throw new StateError(
    'cannot set MutualTLSMode=permissive because AllowEnablingPermissiveMutualTLS=false in the mesh config entry',
  )
}

/** A service and those whose chains lead to it, however far away. */
export function servicesUpstream(view: View, name: string): ReadonlySet<string> {
  const found = new Set([name])
  const folded = new Set([fold(name)])
  for (const service of found) {
    for (const entry of referring(view, reference.service(service))) {
      if (!isChainKind(entry.Kind) || folded.has(fold(entry.Name))) continue
      folded.add(fold(entry.Name))
      found.add(entry.Name)
    }
  }
  return found
}

/** Every service that has something which may not fit. */
function allServices(view: View): ReadonlySet<string> {
  const found = new Set<string>()
  for (const kind of [...CHAIN_KINDS, 'service-intentions'] as const) {
    for (const { Name } of entriesOf(view, kind)) found.add(Name)
  }
  for (const { Listeners } of entriesOf(view, 'ingress-gateway')) {
    for (const { Services } of Listeners ?? []) for (const { Name } of Services ?? []) found.add(Name)
  }
  return found
}

function checkServices(view: View, services: ReadonlySet<string>, budget: ChainBudget): void {
  for (const service of services) if (hasChain(view, service)) compileChain(view, { service, budget, ...PLACE })
  for (const service of services) {
    for (const { Kind, Name } of referring(view, reference.gateway(service))) {
      if (Kind === 'ingress-gateway') checkIngress(view, Name, budget, true)
    }
  }
  for (const service of services) checkPermissions(view, service, budget)
  checkExports(view, services, budget)
}

function checkExports(view: View, services: Iterable<string>, budget: ChainBudget): void {
  for (const service of exportedOf(view, services)) checkExported(view, service, budget)
}

/** Without entries of its own, a chain is one resolver, which always fits. */
function hasChain(view: View, service: string): boolean {
  return CHAIN_KINDS.some(kind => getEntry(view, kind, service) !== undefined)
}

/** The protocol of each listener is that of its services; one for TCP may stay when its service changes. */
function checkIngress(view: View, gateway: string, budget: ChainBudget, serviceChanged = false): void {
  for (const { Protocol, Services } of getEntry(view, 'ingress-gateway', gateway)?.Listeners ?? []) {
    if (serviceChanged && Protocol === 'tcp') continue
    for (const { Name } of Services ?? []) {
      if (Name === WILDCARD) continue
      const { Protocol: actual } = compileChain(view, { service: Name, budget, ...PLACE })
      if (actual !== Protocol) {
        const what = `which does not match defined listener protocol ${quote(Protocol)}`
        throw new StateError(`service ${quote(Name)} has protocol ${quote(actual)}, ${what}`)
      }
    }
  }
}

/** Permissions look at requests, so the service has to speak a protocol that has some. */
function checkPermissions(view: View, service: string, budget: ChainBudget): void {
  const entry = getEntry(view, 'service-intentions', service)
  if (!entry?.Sources?.some(({ Permissions }) => (Permissions ?? []).length > 0)) return
  const { Protocol } = compileChain(view, { service: entry.Name, budget, ...PLACE })
  if (!L7_PROTOCOLS.has(Protocol)) {
    throw new StateError(
      `service ${quote(entry.Name)} has protocol ${quote(Protocol)}, which is incompatible with L7 intentions permissions`,
    )
  }
}

/** The token providers that an intention names have to be there. */
function checkProviders(view: View, service: string): void {
  const entry = getEntry(view, 'service-intentions', service)
  if (!entry) return
  const permissions = (entry.Sources ?? []).flatMap(({ Permissions }) => Permissions ?? [])
  const named = [entry.JWT, ...permissions.map(({ JWT }) => JWT)].flatMap(jwt => jwt?.Providers ?? [])
  const names = [...new Set(named.map(({ Name }) => Name))]
  const missing = names.filter(name => !view.get('configEntries', providerKey(name)))
  if (missing.length > 0) {
    throw new StateError(
      multierror(missing.map(name => `Referenced JWT Provider does not exist. Provider Name: ${name}`)),
    )
  }
}

const providerKey = (name: string): string => keyOf('jwt-provider', name)

function checkProviderUse(view: View, provider: string): void {
  if (view.get('configEntries', providerKey(provider))) return
  const [user] = referring(view, reference.jwt(provider))
  if (user) {
    const names = `Provider name: ${provider}, intention name: ${user.Name}`
    throw new StateError(`cannot delete jwt provider config entry referenced by an intention. ${names}`)
  }
}
