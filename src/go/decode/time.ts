import { parseTime, TimeError } from '../time.ts'
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
        // as in Go, what stands in the text of the JSON, escapes included
        parseTime(JSON.stringify(value).slice(1, -1))
      } catch (err) {
        if (!(err instanceof TimeError)) throw err
        refuse(err.message)
      }
      return value
    },
  }
}
