import { hrefOf } from '../lib/place.ts'
import { Action } from '../components/buttons.tsx'
import { clockText } from '../lib/format.ts'
import { advanceClock, agentTime } from './clock.ts'

const STEPS = ['10s', '1m'] as const

/** The agent's clock, with buttons that advance it. */
export function ClockBar() {
  const text = clockText(agentTime.value)
  return (
    <span class="clock-bar" role="group" aria-label="Clock of the agent">
      <a href={hrefOf(['control'])} class="time" aria-label={`Clock: ${text}`} title="The agent’s clock">
        {text}
      </a>
      {STEPS.map(step => (
        <Action
          key={step}
          done={`The clock advanced by ${step}.`}
          label={`Advance the clock by ${step}`}
          run={() => advanceClock(step)}
        >
          +{step}
        </Action>
      ))}
    </span>
  )
}
