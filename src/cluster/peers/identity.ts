import { isObject } from '../../lib/equal.ts'
import { type AgentTokenSettings, defaultSettings, type Settings } from '../../model/settings.ts'
import { shaped } from './shape.ts'
import { isIP } from '../../lib/ip.ts'

/** Where the state of a datacenter is held. */
export interface StateOwner {
  readonly name: string
  readonly host: string
  readonly port: number
  /** When it began: of two that meet, the older one keeps its state. */
  readonly startedAt: number
}

/** What agents tell each other about themselves. */
export interface Identity {
  readonly settings: SharedSettings
  /** Where its datacenter's state is, as far as it knows. */
  readonly stateOwner: StateOwner | undefined
  /** Only of one that is joined over the wide area: the servers that it knows there. */
  readonly wan?: readonly SharedSettings[] | undefined
}

/** The settings of an agent that matter to the server which answers for it. */
export type SharedSettings = Pick<Settings, (typeof SHARED_SETTINGS)[number]> & {
  readonly responseHeaders: Settings['http']['responseHeaders']
}

const SHARED_SETTINGS = [
  'nodeName',
  'nodeId',
  'nodeMeta',
  'datacenter',
  'domain',
  'altDomain',
  'server',
  'dev',
  'bootstrap',
  'bootstrapExpect',
  'advertiseAddress',
  'taggedAddresses',
  'translateWanAddresses',
  'ports',
  'dns',
  'defaultQueryTime',
  'maxQueryTime',
] as const

export function shared(settings: Settings): SharedSettings {
  const chosen = Object.fromEntries(SHARED_SETTINGS.map(name => [name, settings[name]])) as unknown as SharedSettings
  return { ...chosen, responseHeaders: settings.http.responseHeaders }
}

/** The tokens by which an agent of the same datacenter is answered for where a request, or what it runs, brings none. */
export type SharedTokens = Pick<AgentTokenSettings, 'agent' | 'default'>

export const NO_TOKENS: SharedTokens = { agent: '', default: '' }

/**
 * The settings by which a server answers for another agent, with that one's tokens: its own tokens are no business of those
 * who ask another agent.
 */
export function proxySettings(
  own: Settings,
  { responseHeaders, ...theirs }: SharedSettings,
  tokens = NO_TOKENS,
): Settings {
  return {
    ...own,
    ...theirs,
    bindAddress: theirs.advertiseAddress,
    acl: { ...own.acl, tokens: { ...defaultSettings.acl.tokens, ...tokens }, enableTokenPersistence: false },
    http: { ...own.http, responseHeaders, blockEndpoints: [], allowWriteFrom: [] },
    services: [],
    checks: [],
    watches: [],
    keepsKeyring: false,
  }
}

/** The settings by which a server answers for one of another datacenter. */
export function guestSettings(own: Settings, theirs: SharedSettings): Settings {
  return { ...proxySettings(own, theirs), datacenter: own.datacenter }
}

/** What a server is called among those of all datacenters. */
export const wanName = ({ nodeName, datacenter }: SharedSettings): string => `${nodeName}.${datacenter}`

/** Reads tokens that came over the wire. */
export const readTokens = (value: unknown): SharedTokens => shaped(NO_TOKENS, value)

/** Reads what came over the wire. Throws on what is no agent. */
export function readIdentity(value: unknown): Identity {
  if (!isObject(value)) throw new Error('no identity')
  const wan = value['wan'] === true ? [] : value['wan']
  return {
    settings: readSettings(value['settings']),
    stateOwner: readStateOwner(value['stateOwner']),
    wan: Array.isArray(wan) ? wan.map(readSettings) : undefined,
  }
}

function readSettings(given: unknown): SharedSettings {
  if (!isObject(given)) throw new Error('no identity')
  // an agent that does not say that it is a server is none: one that fails takes the majority along
  const template = { ...shared(defaultSettings), server: false, nodeName: '', advertiseAddress: '' }
  const like = shaped(template, given)
  const dns = { ...like.dns, serviceTtl: numbers(isObject(given['dns']) ? given['dns']['serviceTtl'] : undefined) }
  const settings = { ...like, dns, altDomain: textOr(given['altDomain']) }
  if (settings.nodeName === '' || isIP(settings.advertiseAddress) === 0) throw new Error('no identity')
  return settings
}

const numbers = (value: unknown): Readonly<Record<string, number>> =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).flatMap(([name, n]) => (typeof n === 'number' ? [[name, n]] : [])))
    : {}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function readStateOwner(value: unknown): StateOwner | undefined {
  if (!isObject(value)) return undefined
  const stateOwner = shaped({ name: '', host: '', port: 0, startedAt: 0 }, value)
  return isIP(stateOwner.host) !== 0 && stateOwner.port > 0 ? stateOwner : undefined
}
