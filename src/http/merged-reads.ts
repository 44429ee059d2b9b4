import { mergeCentralConfig, takesCentralConfig } from '../state/central-config/merge.ts'
import { CONFIG_ENTRY } from '../state/config-entries/read.ts'
import type { Service } from '../model/rows.ts'
import type { View } from '../state/view.ts'

/** Rows of services as `?merge-central-config` shows them. */
export interface MergedRead<R> {
  readonly rows: readonly R[]
  /** The answer's index: as soon as there is a proxy among them, any config entry moves it. */
  readonly index: number
  /** Any config entry moves the index, but only those that a proxy depends on are waited for. */
  readonly readAgain: boolean
}

/** The services themselves completed by config entries. */
export function mergedServices(view: View, read: Pick<MergedRead<Service>, 'rows' | 'index'>): MergedRead<Service> {
  const rows = read.rows.map(service => mergeCentralConfig(view, service))
  return { rows, ...indexOf(view, read.rows, read.index) }
}

/** Rows that hold a service, with that completed by config entries. */
export function mergedRows<R extends { readonly service: Service }>(
  view: View,
  read: Pick<MergedRead<R>, 'rows' | 'index'>,
): MergedRead<R> {
  const rows = read.rows.map(row => ({ ...row, service: mergeCentralConfig(view, row.service) }))
  const services = read.rows.map(({ service }) => service)
  return { rows, ...indexOf(view, services, read.index) }
}

function indexOf(view: View, services: readonly Service[], index: number): { index: number; readAgain: boolean } {
  const hasProxy = services.some(takesCentralConfig)
  return { index: hasProxy ? Math.max(index, view.max(CONFIG_ENTRY)) : index, readAgain: hasProxy }
}
