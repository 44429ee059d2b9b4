import type { Gauge, Labels, Measured } from '../../../agent/metrics.ts'

/** Metrics in the text format of Prometheus; samples are summaries without quantiles. */
export function prometheusText(
  prefix: string,
  gauges: readonly Gauge[],
  { counters, samples }: { readonly counters: readonly Measured[]; readonly samples: readonly Measured[] },
): string {
  const nameOf = (name: string): string => `${prefix}.${name}`.replace(/[^a-zA-Z0-9_]/g, '_')
  const lines: string[] = []
  const seen = new Set<string>()
  const head = (name: string, type: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    lines.push(`# HELP ${name} ${name}`, `# TYPE ${name} ${type}`)
  }
  for (const { name, value } of gauges) {
    head(nameOf(name), 'gauge')
    lines.push(`${nameOf(name)} ${value}`)
  }
  for (const { series, values } of counters) {
    const name = nameOf(series.name)
    head(name, 'counter')
    lines.push(`${name}${labelsOf(series.labels)} ${values.sum}`)
  }
  for (const { series, values } of samples) {
    const name = nameOf(series.name)
    head(name, 'summary')
    lines.push(`${name}_sum${labelsOf(series.labels)} ${values.sum}`)
    lines.push(`${name}_count${labelsOf(series.labels)} ${values.count}`)
  }
  return `${lines.join('\n')}\n`
}

/** Their values are names of methods and paths: nothing to escape. */
function labelsOf(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
