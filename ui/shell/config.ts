import { signal } from '@preact/signals'
import { BASE } from '../lib/base.ts'
import { get, request } from '../lib/http.ts'
import type { PageConfig } from '../lib/types.ts'

/** What the agent tells the page at its start. */
export const config = signal<PageConfig>({
  Datacenter: '',
  NodeName: '',
  Dev: false,
  ReadOnly: true,
  Control: false,
  ACLsEnabled: false,
})

/** Whether the control API can be reached: it is for clients on the same machine only. */
export const hasControl = signal(false)

/** Whether the page may change anything. */
export const mayWrite = (): boolean => !config.value.ReadOnly

/** Loads both before anything is drawn. Without an answer the page is read-only. */
export async function loadConfig(): Promise<void> {
  try {
    config.value = await get<PageConfig>(`${BASE}config.json`)
    hasControl.value = config.value.Control && (await request('/_miniconsul/clock')).status === 200
  } catch {
    // pages show what cannot be reached
  }
}
