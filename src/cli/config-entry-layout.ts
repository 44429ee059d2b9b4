import { isObject } from '../lib/equal.ts'

type Entry = Readonly<Record<string, unknown>>

/** Members in the order of the official client's structs, where that is not the one in which the agent sends them. */
const ORDERS: Readonly<Record<string, string>> = {
  'service-resolver': 'ConnectTimeout RequestTimeout Kind Name DefaultSubset Subsets Redirect Failover',
  'proxy-defaults': 'Kind Name Mode TransparentProxy MutualTLSMode Config',
  'api-gateway': 'Kind Name Meta Listeners',
  'tcp-route': 'Kind Name Parents Services Meta Status',
  'http-route': 'Kind Name Parents Rules Hostnames Meta CreateIndex ModifyIndex Status',
  'ingress-gateway': 'Kind Name TLS Listeners Meta Defaults',
}

/** An entry as the official client prints it: it shows neither hashes nor what stands for nothing in its own structs. */
export function asPrinted({ Hash: _hash, ...entry }: Entry): Entry {
  return withListeners(withSources(withoutPeers(ordered(entry, ORDERS[String(entry['Kind'])] ?? 'Kind Name'))))
}

/** With these members first. */
function ordered(entry: Entry, names: string): Entry {
  const first = names.split(' ').filter(name => Object.hasOwn(entry, name))
  return Object.fromEntries([
    ...first.map(name => [name, entry[name]]),
    ...Object.entries(entry).filter(([name]) => !first.includes(name)),
  ])
}

const SOURCE = 'Name Peer Action Permissions Precedence Type Description'

const withSources = (entry: Entry): Entry =>
  Array.isArray(entry['Sources'])
    ? { ...entry, Sources: entry['Sources'].map(source => ordered(source as Entry, SOURCE)) }
    : entry

/** Listeners of an API gateway show what is set of their TLS only. */
const withListeners = (entry: Entry): Entry =>
  entry['Kind'] === 'api-gateway' && Array.isArray(entry['Listeners'])
    ? { ...entry, Listeners: entry['Listeners'].map(listener => withTls(listener as Entry)) }
    : entry

function withTls(listener: Entry): Entry {
  if (!isObject(listener['TLS'])) return listener
  const { Certificates, ...rest } = listener['TLS']
  return { ...listener, TLS: { Certificates, ...Object.fromEntries(Object.entries(rest).filter(isSet)) } }
}

const isSet = ([, value]: readonly [string, unknown]): boolean => value !== '' && value !== null

/** Upstreams of this cluster name no peer. */
function withoutPeers(entry: Entry): Entry {
  const upstreams = entry['UpstreamConfig']
  if (!isObject(upstreams)) return entry
  const { Overrides, Defaults } = upstreams
  return {
    ...entry,
    UpstreamConfig: {
      ...(Array.isArray(Overrides) && { Overrides: Overrides.map(upstream => withoutPeer(upstream as Entry)) }),
      ...(isObject(Defaults) && { Defaults: withoutPeer(Defaults) }),
    },
  }
}

const withoutPeer = ({ Peer, ...upstream }: Entry): Entry =>
  Peer === '' || Peer === undefined ? upstream : { ...upstream, Peer }
