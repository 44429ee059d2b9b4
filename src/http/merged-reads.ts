import { mergeCentralConfig, takesCentralConfig } from '../state/central-config/merge.ts'
import { CONFIG_ENTRY } from '../state/config-entries/read.ts'
import type { Service } from '../model/rows.ts'
import type { Read } from '../state/kv.ts'
import type { View } from '../state/view.ts'

/** Rows of services as `?merge-central-config` shows them; the index, as soon as there is a proxy among them, that of any config entry. */
type Merged<R> = Read<readonly R[]>

/** The services themselves completed by config entries. */
export function mergedServices(view: View, { index, value }: Merged<Service>): Merged<Service> {
  return { index: indexOf(view, value, index), value: value.map(service => mergeCentralConfig(view, service)) }
}

/** Rows that hold a service, with that completed by config entries. */
export function mergedRows<R extends { readonly service: Service }>(
  view: View,
  { index, value }: Merged<R>,
): Merged<R> {
  const services = value.map(({ service }) => service)
  const merged = value.map(row => ({ ...row, service: mergeCentralConfig(view, row.service) }))
  return { index: indexOf(view, services, index), value: merged }
}

const indexOf = (view: View, services: readonly Service[], index: number): number =>
  services.some(takesCentralConfig) ? Math.max(index, view.max(CONFIG_ENTRY)) : index
