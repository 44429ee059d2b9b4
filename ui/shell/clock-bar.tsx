import { useEffect, useState } from 'preact/hooks'
import { Action } from '../components/buttons.tsx'
import type { ClockState } from '../lib/bench-types.ts'
import { advance, readClock } from '../lib/bench.ts'
import { sleep } from '../lib/sleep.ts'

const STEPS = ['10s', '1m'] as const

/** The agent's clock, and the levers that move it. */
export function ClockBar() {
  const clock = useClock()
  return (
    <span class="clock-bar" role="group" aria-label="Clock of the agent">
      <a href="/ui/bench" class="time" aria-label={`Clock: ${clock.text}`}>
        {clock.text}
      </a>
      {STEPS.map(step => (
        <Action
          key={step}
          done={`The clock went on by ${step}.`}
          label={`Advance the clock by ${step}`}
          run={async () => clock.set(await advance(step))}
        >
          +{step}
        </Action>
      ))}
    </span>
  )
}

/** The agent's time, which is told once and then counted on here. */
function useClock(): { text: string; set: (state: ClockState) => void } {
  const [told, setTold] = useState<{ state: ClockState; at: number } | undefined>(undefined)
  const [, tick] = useState(0)
  const set = (state: ClockState): void => setTold({ state, at: performance.now() })
  useEffect(() => {
    const end = new AbortController()
    const run = async (): Promise<void> => {
      set(await readClock())
      while (!end.signal.aborted) {
        await sleep(1000, end.signal)
        tick(count => count + 1)
      }
    }
    run().catch(() => undefined)
    return () => end.abort()
  }, [])
  if (!told) return { text: '--:--:--', set }
  const passed = told.state.Mode === 'manual' ? 0 : performance.now() - told.at
  return { text: timeText(Date.parse(told.state.Now) + passed), set }
}

const timeText = (ms: number): string => (Number.isNaN(ms) ? '--:--:--' : new Date(ms).toISOString().slice(11, 19))
