import { signal } from '@preact/signals'
import { get, request } from '../lib/http.ts'
import type { PageConfig } from '../lib/types.ts'

/** What the agent says of itself. */
export const config = signal<PageConfig>({
  Datacenter: '',
  NodeName: '',
  Dev: false,
  ReadOnly: true,
  TestBench: false,
})

/** Whether the levers that only a fake has can be reached: they are for the same machine only. */
export const bench = signal(false)

/** Whether the page may change anything. */
export const mayWrite = (): boolean => !config.value.ReadOnly

/** Asks for both before anything is drawn. Where there is no answer the page shows, and changes nothing. */
export async function loadConfig(): Promise<void> {
  try {
    config.value = await get<PageConfig>('/ui/config.json')
    bench.value = config.value.TestBench && (await request('/_miniconsul/clock')).status === 200
  } catch {
    // what cannot be reached is told of where it is shown
  }
}
