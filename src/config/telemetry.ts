import { defaultSettings, type Settings } from '../model/settings.ts'
import type { ConfigReader } from './reader.ts'

/** Consul's `telemetry`, as far as it shapes what `/v1/agent/metrics` shows. */
export function readTelemetry(reader: ConfigReader): Settings['telemetry'] {
  const standard = defaultSettings.telemetry
  const rules = reader.strings('telemetry.prefix_filter')
  const withSign = (sign: string): string[] => rules.filter(rule => rule[0] === sign).map(rule => rule.slice(1))
  return {
    prefix: reader.string('telemetry.metrics_prefix') || standard.prefix,
    hostname: !(reader.bool('telemetry.disable_hostname') ?? !standard.hostname),
    prometheus: (reader.duration('telemetry.prometheus_retention_time') ?? 0) > 0,
    filter: {
      allowed: withSign('+'),
      blocked: withSign('-'),
      others: reader.bool('telemetry.filter_default') ?? standard.filter.others,
    },
  }
}
