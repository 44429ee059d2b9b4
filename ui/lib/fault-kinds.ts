/** A kind of fault: what it is called, and what of a value it is made. */
export interface FaultKind {
  readonly name: string
  readonly about: 'http' | 'dns'
  /** What stands in the field of its value at first; undefined where it takes none. */
  readonly value?: string
  readonly make: (value: string) => object
}

/** The kinds of faults, in the order of the form. */
export const FAULT_KINDS: Readonly<Record<string, FaultKind>> = {
  status: { name: 'answers with status', about: 'http', value: '500', make: value => ({ Status: Number(value) }) },
  delay: { name: 'is delayed by', about: 'http', value: '1s', make: Delay => ({ Delay }) },
  hang: { name: 'never answers', about: 'http', make: () => ({ Hang: true }) },
  reset: { name: 'resets the connection', about: 'http', make: () => ({ Reset: true }) },
  truncate: { name: 'is cut after bytes', about: 'http', value: '20', make: value => ({ Truncate: Number(value) }) },
  index: { name: 'tells the index', about: 'http', value: '1', make: value => ({ Index: Number(value) }) },
  wake: { name: 'wakes without a change', about: 'http', make: () => ({ SpuriousWake: true }) },
  leader: { name: 'finds no leader', about: 'http', make: () => ({ NoLeader: true }) },
  contact: { name: 'is as stale as', about: 'http', value: '5s', make: LastContact => ({ LastContact }) },
  servfail: { name: 'answers SERVFAIL', about: 'dns', make: () => ({ DNS: 'servfail' }) },
  drop: { name: 'is dropped', about: 'dns', make: () => ({ DNS: 'drop' }) },
  cut: { name: 'is truncated', about: 'dns', make: () => ({ DNS: 'truncate' }) },
  late: { name: 'is delayed by', about: 'dns', value: '1s', make: Delay => ({ DNS: { Delay } }) },
}

/** The fields of the form. */
export type FaultFields = Readonly<Record<'kind' | 'value' | 'method' | 'path' | 'name' | 'times' | 'chance', string>>

/** The body that sets up a fault. Throws for an invalid field. */
export function faultBody({ kind, value, method, path, name, times, chance }: FaultFields): object {
  const chosen = FAULT_KINDS[kind]
  if (!chosen) throw new Error('There is no such fault.')
  const percent = chance === '' ? 100 : Number(chance)
  if (!(percent > 0 && percent <= 100)) throw new Error('A chance is a percentage above 0.')
  if (times !== '' && !/^[1-9]\d*$/.test(times)) throw new Error('Times is a whole number.')
  const match =
    chosen.about === 'dns'
      ? { DNS: { ...(name !== '' && { Name: name }) } }
      : { ...(method !== '' && { Method: method }), ...(path !== '' && { Path: path }) }
  return {
    Match: match,
    Fault: chosen.make(value),
    ...(times !== '' && { Times: Number(times) }),
    ...(percent < 100 && { Probability: percent / 100 }),
  }
}

/** An object in one line, for people: `Method: GET, Path: /v1/kv/a`. */
export function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([name, part]) => {
    if (part === true) return name
    return typeof part === 'object' ? `${name} (${oneLine(part)})` : `${name}: ${String(part)}`
  })
  return parts.filter(part => !part.endsWith('()')).join(', ')
}
