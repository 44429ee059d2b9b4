/** A tag that Envoy cuts out of the names of its statistics, or that has one value. */
export type StatsTag = { readonly tag_name: string } & ({ readonly regex: string } | { readonly fixed_value: string })

/**
 * How the name of a cluster is made: `hash~subset.service.namespace.partition.datacenter.routing.domain.consul`, where hash,
 * subset and partition may be missing.
 */
const PARTS = ['hash', 'subset', 'service', 'namespace', 'partition', 'datacenter', 'routing', 'domain'] as const
type Part = (typeof PARTS)[number]

const WORD = '[^.]+'
/** The type of routing by which a name is that of a service of this cluster. */
const INTERNAL = 'internal[^.]*'
const AFTER: Readonly<Partial<Record<Part, string>>> = { hash: '~' }
const OPTIONAL: ReadonlySet<Part> = new Set(['hash', 'subset', 'partition'])

/** The pattern of a cluster's name, with groups around all of it and around one part; `internal` narrows it to this cluster. */
function clusterName(captured: Part, internal: boolean): string {
  const parts = PARTS.map(part => {
    const word = part === 'routing' && internal ? INTERNAL : WORD
    const text = `${part === captured ? `(${word})` : word}${AFTER[part] ?? '\\.'}`
    return OPTIONAL.has(part) ? `(?:${text})?` : text
  })
  return `(${parts.join('')}consul\\.)`
}

/** The same with a group around all parts up to one, instead of around one part. */
function clusterNameUpTo(last: Part): string {
  const parts = PARTS.map(part => {
    const text = `${WORD}${AFTER[part] ?? '\\.'}`
    return OPTIONAL.has(part) ? `(?:${text})?` : text
  })
  const end = PARTS.indexOf(last) + 1
  const head = parts.slice(0, end).join('').replace(/\\\.$/, '')
  return `((${head})\\.${parts.slice(end).join('')}consul\\.)`
}

/** The tags of a destination; `prefix` is where they stand, `start` what may stand before the name. */
const destinationTags = (prefix: string, start: string, withPeers: boolean): readonly StatsTag[] => {
  const tag = (name: string, regex: string): StatsTag => ({
    regex: `^cluster\\.${start}${regex}`,
    tag_name: prefix + name,
  })
  return [
    tag('custom_hash', clusterName('hash', false)),
    tag('service_subset', clusterName('subset', false)),
    tag('service', clusterName('service', false)),
    tag('namespace', clusterName('namespace', false)),
    ...(withPeers ? [tag('partition', clusterName('partition', true))] : []),
    tag('datacenter', clusterName('datacenter', true)),
    ...(withPeers ? [PEER] : []),
    tag('routing_type', clusterName('routing', false)),
    tag('trust_domain', clusterName('domain', false)),
    tag('target', clusterNameUpTo('datacenter')),
    tag('full_target', clusterNameUpTo('domain')),
  ]
}

const PEER: StatsTag = {
  regex: `^cluster\\.(${WORD}\\.(?:${WORD}\\.)?(${WORD})\\.external\\.${WORD}\\.consul\\.)`,
  tag_name: 'consul.destination.peer',
}

const upstreamTag = (name: string, listener: string, regex: string): StatsTag => ({
  regex: `^(?:tcp|http)\\.${listener}\\.(${regex}\\.)`,
  tag_name: `consul.upstream.${name}`,
})
const MAYBE = `(?:\\.${WORD})?`

/** Names of listeners: `upstream.service.namespace.partition.datacenter`, or `upstream_peered.service.namespace.peer`. */
const UPSTREAM_TAGS: readonly StatsTag[] = [
  upstreamTag('service', 'upstream(?:_peered)?', `(${WORD})${MAYBE}${MAYBE}\\.${WORD}`),
  upstreamTag('datacenter', 'upstream', `${WORD}${MAYBE}${MAYBE}\\.(${WORD})`),
  upstreamTag('peer', 'upstream_peered', `${WORD}${MAYBE}\\.(${WORD})`),
  upstreamTag('namespace', 'upstream(?:_peered)?', `${WORD}(?:\\.(${WORD}))?${MAYBE}\\.${WORD}`),
  upstreamTag('partition', 'upstream', `${WORD}${MAYBE}(?:\\.(${WORD}))?\\.${WORD}`),
]

/** The tags of a proxy of a service. */
export function statsTags(service: string, datacenter: string): readonly StatsTag[] {
  const fixed = (tag_name: string, fixed_value: string): StatsTag => ({ tag_name, fixed_value })
  return [
    ...destinationTags('consul.destination.', '(?:passthrough~)?', true),
    ...UPSTREAM_TAGS,
    // as they were called before
    ...destinationTags('consul.', '', false),
    fixed('local_cluster', service),
    fixed('consul.source.service', service),
    fixed('consul.source.namespace', 'default'),
    fixed('consul.source.partition', 'default'),
    fixed('consul.source.datacenter', datacenter),
  ]
}
