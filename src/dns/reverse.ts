import { formatIpv6 } from '../lib/ip.ts'
import { TYPE } from './protocol.ts'
import type { Outcome, Question } from './question.ts'
import { textRecord } from './records.ts'
import { soaRecord } from './zone-records.ts'

function ipv4Of(parts: readonly string[]): string | undefined {
  const good = parts.length === 4 && parts.every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  return good ? [...parts].reverse().join('.') : undefined
}

function ipv6Of(parts: readonly string[]): string | undefined {
  const good = parts.length === 32 && parts.every(part => /^[0-9a-f]$/.test(part))
  return good ? formatIpv6(Buffer.from([...parts].reverse().join(''), 'hex')) : undefined
}

const TREES: Readonly<Record<string, (parts: readonly string[]) => string | undefined>> = {
  'in-addr': ipv4Of,
  ip6: ipv6Of,
}

/** `….in-addr.arpa` and `….ip6.arpa`: the node or else the service that has an address, whatever the type asked. */
export function lookUpReverse(question: Question): Outcome {
  const { context, labels, message, name } = question
  const { source, settings } = context
  if (question.type === TYPE.SOA) message.authority.push(soaRecord(context, name))
  const ip = TREES[labels.at(-1) ?? '']?.(labels.slice(0, -1))
  if (ip === undefined) return 'noName'
  const node = source.nodeByAddress(ip)
  const service = node === undefined ? source.serviceByAddress(ip) : undefined
  const target = node === undefined ? service && `${service}.service` : `${node}.node`
  if (target === undefined) return 'noName'
  message.answers.push(textRecord(name, TYPE.PTR, `${target}.${settings.datacenter}.${settings.domain}`, 0))
  return 'answered'
}
