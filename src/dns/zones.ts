import type { Settings } from '../model/settings.ts'

/** A domain that is answered for. */
export interface Zone {
  /** Lower case, without a dot at its end; '' is the root. */
  readonly domain: string
  readonly labels: readonly string[]
  /** The reverse tree, answered from the addresses in the catalog. */
  readonly reverse: boolean
}

const zone = (domain: string, reverse = false): Zone => ({
  domain,
  labels: domain === '' ? [] : domain.split('.'),
  reverse,
})

/** The domains of the settings and the reverse tree, the most specific first. */
export function zonesOf(settings: Pick<Settings, 'domain' | 'altDomain'>): readonly Zone[] {
  const domains = [settings.domain, settings.altDomain].filter(domain => domain !== undefined)
  return [...domains.map(domain => zone(String(domain).toLowerCase())), zone('arpa', true)].sort(
    (a, b) => b.labels.length - a.labels.length,
  )
}

/** The zone that a name in lower-case labels belongs to. */
export function zoneOf(zones: readonly Zone[], labels: readonly string[]): Zone | undefined {
  return zones.find(({ labels: own }) => {
    const from = labels.length - own.length
    return from >= 0 && own.every((label, i) => labels[from + i] === label)
  })
}
