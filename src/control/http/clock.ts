import { string, struct } from '../../go/decode.ts'
import { turns, TURNS_TO_SEND } from '../../lib/defer.ts'
import type { Control } from '../control.ts'
import { milliseconds } from '../duration.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { Refusal } from '../../api/refusals.ts'
import { does, type TestingRoute } from './operation.ts'
import { integer, named, object, oneOf, text, time } from './schema.ts'

const state = named(
  'Clock',
  object({
    Now: time('The time of everything in the emulator.'),
    Mode: oneOf(['system', 'manual'], 'Whether it flows by itself, or stands still until it is moved.'),
    OffsetMs: integer("How far it was moved ahead of the machine's clock."),
  }),
)

const advanceBody = struct({ By: string() }, { name: 'ClockAdvance', unknown: 'reject' })

export function clockRoutes(control: Control): readonly TestingRoute[] {
  const read = (): object => ({
    Now: new Date(control.agent.clock.now()).toISOString(),
    Mode: control.clock?.manual === true ? 'manual' : 'system',
    OffsetMs: Math.round(control.clock?.offset ?? 0),
  })
  return [
    {
      path: '/_miniconsul/clock',
      operations: {
        GET: {
          summary: 'The time of everything in the emulator',
          answer: { description: 'The clock', schema: state },
          handler: does(() => ({ json: read() })),
        },
      },
    },
    {
      path: '/_miniconsul/clock/advance',
      operations: {
        PUT: {
          summary: 'Moves the clock forward',
          description:
            'Everything that falls due on the way happens in order: session TTLs, lock delays, checks, `?wait=`. It answers when all ' +
            'that has run.',
          body: { 'application/json': object({ By: text('A duration as Go writes it: `25s`, `1h30m`.') }) },
          answer: { description: 'The clock', schema: state },
          refusals: { 400: 'The body is no duration', 501: 'The clock cannot be moved' },
          handler: does(async req => {
            const { By = '' } = decodeBody(advanceBody, req.body)
            const by = milliseconds(By, 'advance the clock')
            if (!control.clock) throw new Refusal(501, 'The clock of this agent cannot be moved: it runs without -dev.')
            if (by > MAX) throw new Refusal(400, 'Failed to advance the clock: more than a year at a time.')
            await control.clock.advance(by, () => turns(TURNS_TO_SEND))
            return { json: read() }
          }),
        },
      },
    },
  ]
}

/** Every check in between runs: more than that is a typing error that would keep the agent busy. */
const MAX = 366 * 86_400_000
