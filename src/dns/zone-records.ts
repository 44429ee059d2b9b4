import { addressRecord, type DnsRecord, textRecord } from './records.ts'
import { isAnnounced } from './instance-health.ts'
import { parseAddress } from './addresses.ts'
import { TYPE } from './protocol.ts'
import { nodeName, type Question } from './question.ts'
import type { DnsContext } from './context.ts'
import type { Settings } from '../model/settings.ts'

/** Node names that can be part of a name server's: others are passed over. */
const SAFE_NODE = /^[a-z0-9-]+$/i
const MAX_SERVERS = 3

/** The SOA for a name. Its serial is the time in seconds. */
export function soaRecord({ clock, settings }: DnsContext, name: string): DnsRecord {
  const domain = soaDomain(settings, name)
  const { refresh, retry, expire, minTtl } = settings.dns.soa
  const serial = Math.floor(clock.now() / 1000) >>> 0
  return {
    owner: domain,
    type: TYPE.SOA,
    ttl: minTtl,
    value: domain,
    numbers: [serial, refresh, retry, expire, minTtl],
  }
}

/**
 * The domain that the SOA of a name speaks of: the alternative one only for names below it, spelled as configured.
 */
function soaDomain(settings: Pick<Settings, 'domain' | 'altDomain'>, name: string): string {
  const { domain, altDomain } = settings
  return altDomain && name.endsWith(`.${altDomain}`) ? altDomain : domain
}

/** Adds the servers as name servers of the domain to `section`, and their addresses to the additional one. */
export function addNameServers(question: Question, section: DnsRecord[]): void {
  const { context, zone, domain, message } = question
  const { onlyPassing, nodeTtl } = context.settings.dns
  const servers = context.source
    .service('consul', undefined)
    .filter(instance => isAnnounced(instance, onlyPassing) && SAFE_NODE.test(instance.node.name))
  message.shuffled ||= servers.length > 1
  for (const { node } of context.random.shuffle(servers).slice(0, MAX_SERVERS)) {
    const name = nodeName({ context, domain: zone.domain }, node)
    section.push(textRecord(domain, TYPE.NS, name, nodeTtl))
    const address = parseAddress(node.address)
    if (address.family !== 0) message.additional.push(addressRecord(name, address, nodeTtl))
  }
}
