import { signal } from '@preact/signals'

/** What became of the last thing that was done. */
export interface Notice {
  readonly kind: 'done' | 'failed'
  readonly text: string
}

export const notice = signal<Notice | undefined>(undefined)

/** Does something and tells what became of it; nothing where `what` is empty. True when it went well. */
export async function act(what: string, run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    notice.value = what === '' ? undefined : { kind: 'done', text: what }
    return true
  } catch (err) {
    notice.value = { kind: 'failed', text: err instanceof Error ? err.message : String(err) }
    return false
  }
}
