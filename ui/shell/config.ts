import { signal } from '@preact/signals'
import { get, request } from '../lib/http.ts'
import type { PageConfig } from '../lib/types.ts'

/** What the agent says of itself. */
export const config = signal<PageConfig>({ Datacenter: '', NodeName: '', Dev: false, ReadOnly: true })

/** Whether the agent has the levers that only a fake has. */
export const bench = signal(false)

/** Whether the page may change anything. */
export const mayWrite = (): boolean => !config.value.ReadOnly

/** Reads both before anything is drawn. */
export async function loadConfig(): Promise<void> {
  const [told, clock] = await Promise.allSettled([get<PageConfig>('/ui/config.json'), request('/_miniconsul/clock')])
  if (told.status === 'fulfilled') config.value = told.value
  bench.value = clock.status === 'fulfilled' && clock.value.status === 200
}
