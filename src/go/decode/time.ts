import { parseTime, TimeError } from '../time.ts'
import { rawText } from './raw-text.ts'
import type { Schema } from './schema.ts'

/** RFC 3339, kept as it was written; `zero` stands for none. It is a type with its own decoder, whose error comes before all others. */
export function time(zero = ''): Schema<string> {
  return {
    type: 'time.Time',
    zero: () => zero,
    fill: (value = zero) => value,
    read(value, notes) {
      const refuse = (what: string): void => {
        notes.problem = { what }
        notes.final = true
      }
      if (typeof value !== 'string') {
        refuse('Time.UnmarshalJSON: input is not a JSON string')
        return zero
      }
      try {
        parseTime(rawText(value))
      } catch (err) {
        if (!(err instanceof TimeError)) throw err
        refuse(err.message)
      }
      return value
    },
  }
}
