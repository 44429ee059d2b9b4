import { toJson } from '../../go/json.ts'
import { indentBy, tabs } from '../output.ts'
import type { SnapshotRecord } from './contents.ts'

/** What meta.json says. */
export interface SnapshotMeta {
  readonly ID: string
  readonly Size: number
  readonly Index: number
  readonly Term: number
  readonly Version: number
}

/** Records of one kind, or keys with the same beginning. */
interface Stat {
  readonly Name: string
  readonly Sum: number
  readonly Count: number
}

/** What `snapshot inspect` prints. */
export interface SnapshotReport {
  readonly Meta: SnapshotMeta
  readonly Stats: readonly Stat[]
  readonly StatsKV: readonly Stat[] | null
  readonly TotalSize: number
  readonly TotalSizeKV: number
}

/** How keys are counted: their first `depth` parts, of those that begin with `filter`. */
export interface KeyDetails {
  readonly depth: number
  readonly filter: string
}

/** Counts what is in a snapshot. */
export function reportOf(
  { ID, Size, Index, Term, Version }: SnapshotMeta,
  records: readonly SnapshotRecord[],
  details: KeyDetails | undefined,
): SnapshotReport {
  const stats = count(records, ({ type }) => type)
  const keys = details ? countKeys(records, details) : []
  return {
    Meta: { ID, Size, Index, Term, Version },
    Stats: stats,
    StatsKV: details && keys.length > 0 ? keys : null,
    TotalSize: total(stats),
    TotalSizeKV: total(keys),
  }
}

const total = (stats: readonly Stat[]): number => stats.reduce((sum, { Sum }) => sum + Sum, 0)

function countKeys(records: readonly SnapshotRecord[], { depth, filter }: KeyDetails): Stat[] {
  const matching = records.filter(({ key }) => key !== undefined && key.startsWith(filter))
  return count(matching, ({ key = '' }) => key.split('/').slice(0, Math.max(depth, 0)).join('/'))
}

/** The biggest first. */
function count(records: readonly SnapshotRecord[], nameOf: (record: SnapshotRecord) => string): Stat[] {
  const stats = new Map<string, { Name: string; Sum: number; Count: number }>()
  for (const record of records) {
    const name = nameOf(record)
    let stat = stats.get(name)
    if (!stat) stats.set(name, (stat = { Name: name, Sum: 0, Count: 0 }))
    stat.Sum += record.size
    stat.Count++
  }
  return [...stats.values()].toSorted((a, b) => b.Sum - a.Sum || (a.Name < b.Name ? -1 : 1))
}

/** The formats of `-format`. */
export const formats: Readonly<Record<string, (report: SnapshotReport) => string>> = {
  json: report => indentBy(toJson(report, true), '   '),
  pretty: report => {
    const meta = tabs(Object.entries(report.Meta).map(([name, value]) => [` ${name}`, String(value)]))
    const types = table('Type', report.Stats, report.TotalSize)
    const keys = report.StatsKV ? `\n\n${table('Key Name', report.StatsKV, report.TotalSizeKV)}` : ''
    return `${meta}\n\n${types}${keys}`
  },
}

function table(title: string, stats: readonly Stat[], sum: number): string {
  const line = [' ----', '----', '----']
  return tabs([
    [` ${title}`, 'Count', 'Size'],
    line,
    ...stats.map(({ Name, Count, Sum }) => [` ${Name}`, String(Count), bytes(Sum)]),
    line,
    [' Total', '', bytes(sum)],
  ])
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** A size with one decimal at most. */
function bytes(size: number): string {
  let unit = 0
  let value = size
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${value.toFixed(1).replace(/\.0$/, '')}${UNITS[unit]}`
}
