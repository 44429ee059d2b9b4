import type { ConfigEntry } from '../../model/rows.ts'
import { compileChain } from '../discovery-chain/compile.ts'
import { StateError } from '../errors.ts'
import { keyOf } from '../schema.ts'
import { multierror } from '../../go/multierror.ts'
import type { View } from '../view.ts'
import type { EntryFields } from './kind.ts'
import { CHAIN_KINDS, isChainKind, PLACE } from './chain-kinds.ts'
import { type EntryName, type Judging, judgingOf } from './judging.ts'
import { checkExported, checkExportedResolvers, exportedByName, exportedOf } from './exported-chains.ts'
import { entriesOf, entriesLeadingTo, getEntry, referring } from './read.ts'
import { MESH } from './mesh.ts'
import { linksOf, reference } from './references.ts'
import { WILDCARD } from './service-intentions.ts'
import { L7_PROTOCOLS } from './protocols.ts'
import { quoteGo } from '../../go/quote.ts'

/** Throws where something that depends on a changed (or deleted) entry no longer fits; nothing else is looked at. `old`: what it was. */
export function checkDependents(view: View, { Kind, Name }: EntryName, old: ConfigEntry | undefined): void {
  const judging = judgingOf(view, { Kind, Name }, old)
  if (Kind === 'proxy-defaults') return checkServices(judging, allServices(view))
  if (Kind === 'service-defaults' || isChainKind(Kind)) return checkServices(judging, servicesUpstream(view, Name, old))
  if (Kind === 'exported-services') {
    // as in Consul chains that a peer could not follow are not looked for when they are exported
    const services = exportedOf(view, [...allServices(view), ...exportedByName(view)])
    for (const service of services) checkExportedResolvers(judging, service)
    return
  }
  if (Kind === 'ingress-gateway') return checkIngress(judging, Name)
  if (Kind === 'service-intentions') {
    checkProviders(view, Name)
    return checkPermissions(judging, Name)
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

/** A service and those whose chains lead to it, however far away, with names of API gateways among them as in Consul; `old`: an entry that was there, too. */
export function servicesUpstream(view: View, name: string, old?: ConfigEntry): ReadonlySet<string> {
  const before = new Set(old && linksOf(old))
  const found = new Set([name])
  for (const service of found) {
    for (const { Name } of entriesLeadingTo(view, service)) found.add(Name)
    if (old && before.has(service)) found.add(old.Name)
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

function checkServices(judging: Judging, services: ReadonlySet<string>): void {
  const { view, ...reading } = judging
  for (const service of services) if (hasChain(judging, service)) compileChain(view, { service, ...reading, ...PLACE })
  for (const service of services) {
    for (const { Kind, Name } of referring(view, reference.gateway(service))) {
      if (Kind === 'ingress-gateway') checkIngress(judging, Name, true)
    }
  }
  for (const service of [...services].sort()) checkPermissions(judging, service)
  for (const service of exportedOf(view, services)) checkExported(judging, service)
}

/** Without entries of its own, a chain is one resolver, which always fits. */
function hasChain({ entry }: Judging, service: string): boolean {
  return CHAIN_KINDS.some(kind => entry(kind, service) !== undefined)
}

/** The protocol of each listener is that of its services; one for TCP may stay when its service changes, unless it begins to route or split. */
function checkIngress({ view, ...reading }: Judging, gateway: string, serviceChanged = false): void {
  for (const { Protocol, Services } of getEntry(view, 'ingress-gateway', gateway)?.Listeners ?? []) {
    for (const { Name } of Services ?? []) {
      if (Name === WILDCARD) continue
      const { Protocol: actual, StartNode } = compileChain(view, { service: Name, ...reading, ...PLACE })
      const mayStay = serviceChanged && Protocol === 'tcp' && StartNode.startsWith('resolver:')
      if (actual !== Protocol && !mayStay) {
        const what = `which does not match defined listener protocol ${quoteGo(Protocol)}`
        throw new StateError(`service ${quoteGo(Name)} has protocol ${quoteGo(actual)}, ${what}`)
      }
    }
  }
}

/** Permissions look at requests, so the service has to speak a protocol that has some. */
function checkPermissions({ view, ...reading }: Judging, service: string): void {
  const entry = getEntry(view, 'service-intentions', service)
  if (!entry?.Sources?.some(({ Permissions }) => (Permissions ?? []).length > 0)) return
  const { Protocol } = compileChain(view, { service: entry.Name, ...reading, ...PLACE })
  if (!L7_PROTOCOLS.has(Protocol)) {
    throw new StateError(
      `service ${quoteGo(entry.Name)} has protocol ${quoteGo(Protocol)}, which is incompatible with L7 intentions permissions`,
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
