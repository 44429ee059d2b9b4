import * as Type from 'typebox'
import { turns, TURNS_TO_SEND } from '../../lib/defer.ts'
import { Refusal } from '../../api/refusals.ts'
import type { Control } from '../control.ts'
import { milliseconds } from '../duration.ts'
import type { ControlApp } from './app.ts'
import { answers, Members, OneOf, Time } from './schemas.ts'

export const Clock = Members(
  {
    Now: Time('The time of everything in the emulator.'),
    Mode: OneOf(['system', 'manual'], 'Whether it runs by itself, or stands still until it is moved.'),
    OffsetMs: Type.Integer({ description: "How far it was moved ahead of the machine's clock." }),
  },
  { title: 'Clock' },
)

/** Every check in between runs: more than that is a typing error that would keep the agent busy. */
const MAX = 366 * 86_400_000

export const renderClock = ({ agent, clock }: Control): Type.Static<typeof Clock> => ({
  Now: new Date(agent.clock.now()).toISOString(),
  Mode: clock?.manual === true ? 'manual' : 'system',
  OffsetMs: Math.round(clock?.offset ?? 0),
})

export function addClockRoutes(app: ControlApp, control: Control): void {
  app.get(
    '/clock',
    { schema: { summary: 'The time of everything in the emulator', response: answers('The clock', Clock) } },
    () => renderClock(control),
  )

  app.put(
    '/clock/advance',
    {
      schema: {
        summary: 'Moves the clock forward',
        description:
          'Everything that falls due on the way happens in order: session TTLs, lock delays, checks, `?wait=`. It answers when all ' +
          'that has run.',
        body: Members({ By: Type.String({ description: 'A duration as Go writes it: `25s`, `1h30m`.' }) }),
        response: answers('The clock', Clock, {
          refusals: { 400: 'The body is no duration', 501: 'The clock cannot be moved' },
        }),
      },
    },
    async req => {
      const by = milliseconds(req.body.By, 'advance the clock')
      if (!control.clock) throw new Refusal(501, 'The clock of this agent cannot be moved: it runs without -dev.')
      if (by > MAX) throw new Refusal(400, 'Failed to advance the clock: more than a year at a time.')
      await control.clock.advance(by, () => turns(TURNS_TO_SEND))
      return renderClock(control)
    },
  )
}
