import type { Logger } from '../logging/logger.ts'
import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import type { Settings } from '../model/settings.ts'
import type { DnsSource } from './source.ts'
import type { Recursors } from './recursors.ts'
import { PacketWriter } from './writer.ts'
import { type Zone, zonesOf } from './zones.ts'

/** What an answer needs besides the question; one for each DNS server. */
export interface DnsContext {
  readonly settings: Settings
  readonly source: DnsSource
  readonly clock: Clock
  readonly random: Random
  /** For questions about other domains; without any, these are refused. */
  readonly recursors: Recursors | undefined
  readonly zones: readonly Zone[]
  readonly writer: PacketWriter
  readonly logger: Logger | undefined
}

/** Makes a context. */
export function dnsContext(
  options: Pick<DnsContext, 'settings' | 'source' | 'clock' | 'random'> & {
    recursors?: Recursors | undefined
    logger?: Logger | undefined
  },
): DnsContext {
  const { settings, source, clock, random, recursors, logger } = options
  const zones = zonesOf(settings)
  return { settings, source, clock, random, recursors, logger, zones, writer: new PacketWriter() }
}
