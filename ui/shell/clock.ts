import { signal } from '@preact/signals'
import { advance } from '../lib/control-api.ts'
import type { ClockState } from '../lib/control-types.ts'
import { sleep } from '../lib/sleep.ts'

/** The agent's time in milliseconds since 1970, second by second; undefined before it was told. */
export const agentTime = signal<number | undefined>(undefined)

const told = signal<{ readonly state: ClockState; readonly at: number } | undefined>(undefined)

/** Takes what the agent says; from there on it is counted. */
export function tellClock(state: ClockState): void {
  told.value = { state, at: performance.now() }
  tick()
}

function tick(): void {
  if (!told.value) return
  const { state, at } = told.value
  agentTime.value = Date.parse(state.Now) + (state.Mode === 'manual' ? 0 : performance.now() - at)
}

/** Moves the agent's clock. */
export const advanceClock = async (by: string): Promise<void> => tellClock(await advance(by))

/** Counts on second by second, until the signal ends it. */
export async function countClock(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(1000, signal)
    tick()
  }
}
