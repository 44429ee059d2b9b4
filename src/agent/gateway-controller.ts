import type { Clock } from '../lib/clock.ts'
import { equal } from '../lib/equal.ts'
import type { ConfigEntry } from '../model/rows.ts'
import { RouteChanges } from '../state/api-gateways/route-changes.ts'
import { timed } from '../state/api-gateways/condition.ts'
import { INLINE } from '../state/api-gateways/gateway-facts.ts'
import { planGateways } from '../state/api-gateways/plan.ts'
import type { Condition } from '../state/config-entries/conditions.ts'
import { type EntryFields, kindNamed } from '../state/config-entries/index.ts'
import { entriesOf } from '../state/config-entries/read.ts'
import { deleteEntry, putEntry } from '../state/config-entry.ts'
import { fold, prefixOf } from '../state/schema.ts'
import type { Committed, Store } from '../state/store.ts'

const ROUTED = ['api-gateway', 'http-route', 'tcp-route'] as const
const MATTERS: ReadonlySet<string> = new Set([
  ...ROUTED,
  // those in files wake nobody, as in Consul
  INLINE,
  'service-defaults',
  'proxy-defaults',
])

/** A gateway without what the controller itself writes of it. */
const withoutLog = (entry: ConfigEntry | undefined): object => ({ ...entry, Status: 0, ModifyIndex: 0, Hash: 0 })

/** Keeps the status of API gateways and routes, and what they are bound to, as the leader does: by writes of its own. */
export class GatewayController {
  readonly #store: Store
  readonly #clock: Clock
  #planned = false
  /** What was written since the last plan. */
  #changes = new RouteChanges()

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
    store.onCommit(commit => this.#look(commit), ['configEntries'])
  }

  #look({ restored, rows }: Committed): void {
    for (const row of rows) if (row.table === 'configEntries') this.#note(row)
    if (restored) this.#changes.everything = true
    if (this.#planned) return
    const matters =
      restored || rows.some(row => row.table === 'configEntries' && this.#concerns(row.before ?? row.after))
    if (!matters) return
    this.#planned = true
    // the writer comes first
    queueMicrotask(() => {
      this.#planned = false
      this.#reconcile()
    })
  }

  /** Keeps in mind which gateway says something else of its listeners, which certificate is another one, and which route was deleted. */
  #note({ before, after }: { readonly before: object | undefined; readonly after: object | undefined }): void {
    const [was, is] = [before, after] as readonly (ConfigEntry | undefined)[]
    const { Kind = '', Name = '' } = is ?? was ?? {}
    if (Kind === INLINE) this.#changes.certificates.add(fold(Name))
    else if (Kind === 'api-gateway' && !equal(withoutLog(was), withoutLog(is))) this.#changes.gateways.add(fold(Name))
    else if (!is && (Kind === 'http-route' || Kind === 'tcp-route')) this.#changes.gone.push({ Kind, Name })
  }

  #concerns(row: object | undefined): boolean {
    const kind = (row as { Kind?: string } | undefined)?.Kind ?? ''
    if (!MATTERS.has(kind)) return false
    const { view } = this.#store
    return kind === 'api-gateway' || ROUTED.some(routed => view.keys('configEntries', prefixOf(routed)).length > 0)
  }

  #reconcile(): void {
    const plan = planGateways(this.#store.view, this.#changes)
    this.#changes = new RouteChanges()
    const now = new Date(this.#clock.now()).toISOString()
    for (const { entry, conditions } of plan.statuses) {
      const before = (entry['Status'] as { Conditions: readonly Condition[] | null } | undefined)?.Conditions ?? []
      const Conditions = timed(conditions, before, now)
      if (!equal(Conditions, before)) this.#write(entry.Kind, { ...entry, Status: { Conditions } } as EntryFields)
    }
    for (const bound of plan.bound) {
      this.#write('bound-api-gateway', { Kind: 'bound-api-gateway', Meta: null, ...bound } as EntryFields)
    }
    const bound = new Set(plan.bound.map(({ Name }) => Name))
    for (const { Name } of entriesOf(this.#store.view, 'bound-api-gateway')) {
      if (!bound.has(Name)) this.#store.write(tx => deleteEntry(tx, 'bound-api-gateway', Name))
    }
  }

  #write(name: string, fields: EntryFields): void {
    const kind = kindNamed(name)
    if (kind) this.#store.write(tx => putEntry(tx, kind, fields))
  }
}
