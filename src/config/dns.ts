import { defaultSettings, type DnsSettings } from '../model/settings.ts'
import { ConfigError } from './errors.ts'
import type { ConfigReader } from './reader.ts'
import { quoteGo } from '../go/quote.ts'

/** Consul's `dns_config`. */
export function readDns(reader: ConfigReader): DnsSettings {
  const standard = defaultSettings.dns
  const strategy = reader.string('dns_config.recursor_strategy') || 'sequential'
  if (strategy !== 'sequential' && strategy !== 'random') {
    reader.problems.push(`dns_config.recursor_strategy: invalid strategy: ${quoteGo(strategy)}`)
  }
  return {
    nodeTtl: seconds(reader.duration('dns_config.node_ttl') ?? standard.nodeTtl),
    serviceTtl: serviceTtls(reader),
    onlyPassing: reader.bool('dns_config.only_passing') ?? standard.onlyPassing,
    udpAnswerLimit: reader.int('dns_config.udp_answer_limit') ?? standard.udpAnswerLimit,
    aRecordLimit: reader.int('dns_config.a_record_limit') ?? standard.aRecordLimit,
    enableTruncate: reader.bool('dns_config.enable_truncate') ?? standard.enableTruncate,
    disableCompression: reader.bool('dns_config.disable_compression') ?? standard.disableCompression,
    nodeMetaTxt: reader.bool('dns_config.enable_additional_node_meta_txt') ?? standard.nodeMetaTxt,
    soa: {
      refresh: reader.int('dns_config.soa.refresh') ?? standard.soa.refresh,
      retry: reader.int('dns_config.soa.retry') ?? standard.soa.retry,
      expire: reader.int('dns_config.soa.expire') ?? standard.soa.expire,
      minTtl: reader.int('dns_config.soa.min_ttl') ?? standard.soa.minTtl,
    },
    randomRecursors: strategy === 'random',
    recursorTimeout: reader.duration('dns_config.recursor_timeout') ?? standard.recursorTimeout,
  }
}

export function checkDns({ udpAnswerLimit, aRecordLimit }: DnsSettings): void {
  for (const [name, value] of Object.entries({ udp_answer_limit: udpAnswerLimit, a_record_limit: aRecordLimit })) {
    if (value < 0) throw new ConfigError(`dns_config.${name} cannot be ${value}. Must be greater than or equal to zero`)
  }
}

function serviceTtls(reader: ConfigReader): Record<string, number> {
  const path = (name: string): string => `dns_config.service_ttl[${quoteGo(name)}]`
  const entries = Object.entries(reader.map('dns_config.service_ttl'))
  return Object.fromEntries(entries.map(([name, ttl]) => [name, seconds(reader.parseDuration(path(name), ttl))]))
}

/** A lifetime in an answer has 32 bits without a sign. */
const seconds = (ms: number): number => Math.min(Math.max(Math.trunc(ms / 1000), 0), 2 ** 32 - 1)
