import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ControlStatus } from '../lib/control-types.ts'
import { countClock, tellClock } from './clock.ts'
import { hasControl } from './config.ts'
import { useLive } from './use-live.ts'

/** What is in effect on this agent; undefined before that is known, and where there is no control API. */
export const status = signal<ControlStatus | undefined>(undefined)

/** Follows the status as long as the component is there: one connection for all that shows it. */
export function useStatus(): void {
  const { value } = useLive<ControlStatus>(hasControl.value ? '/_miniconsul/status' : undefined)
  useEffect(() => {
    status.value = value
    if (value) tellClock(value.Clock)
  }, [value])
  useEffect(() => {
    const end = new AbortController()
    void countClock(end.signal)
    return () => end.abort()
  }, [])
}
