import { isIP } from 'node:net'
import { isObject } from '../../lib/equal.ts'
import { defaultSettings, type Settings } from '../../model/settings.ts'
import { shaped } from './shape.ts'

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

/** The settings by which a server answers for another agent. */
export function proxySettings(own: Settings, { responseHeaders, ...theirs }: SharedSettings): Settings {
  return {
    ...own,
    ...theirs,
    bindAddress: theirs.advertiseAddress,
    http: { ...own.http, responseHeaders, blockEndpoints: [], allowWriteFrom: [] },
    services: [],
    checks: [],
    watches: [],
  }
}

/** The settings by which a server answers for one of another datacenter. */
export function guestSettings(own: Settings, theirs: SharedSettings): Settings {
  // its requests bring their own tokens: they have no part in those of this agent
  const acl = { ...own.acl, tokens: defaultSettings.acl.tokens, enableTokenPersistence: false }
  return { ...proxySettings(own, theirs), datacenter: own.datacenter, acl }
}

/** What a server is called among those of all datacenters. */
export const wanName = ({ nodeName, datacenter }: SharedSettings): string => `${nodeName}.${datacenter}`

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
  const template = { ...shared(defaultSettings), nodeName: '', advertiseAddress: '' }
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
