import { signal } from '@preact/signals'
import { advance, readClock } from '../lib/control-api.ts'
import type { ClockState } from '../lib/control-types.ts'
import { sleep } from '../lib/sleep.ts'

/** The agent's time in milliseconds since 1970, second by second; undefined before it was told. */
export const agentTime = signal<number | undefined>(undefined)

const told = signal<{ readonly state: ClockState; readonly at: number } | undefined>(undefined)

function tell(state: ClockState): void {
  told.value = { state, at: performance.now() }
  tick()
}

function tick(): void {
  if (!told.value) return
  const { state, at } = told.value
  agentTime.value = Date.parse(state.Now) + (state.Mode === 'manual' ? 0 : performance.now() - at)
}

/** Moves the agent's clock. */
export const advanceClock = async (by: string): Promise<void> => tell(await advance(by))

/** Asks for the time once, and counts on from there. */
export async function followClock(signal: AbortSignal): Promise<void> {
  tell(await readClock())
  while (!signal.aborted) {
    await sleep(1000, signal)
    tick()
  }
}
