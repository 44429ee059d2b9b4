import { FilterError, compileFilter, type Filter, type Schema } from '../../go/bexpr/filter.ts'
import { CREATE_PREFIX } from '../../go/bexpr/parse.ts'

const string = { kind: 'string' } as const

/** What a selector of a binding rule sees of a login. */
const identitySchema: Schema = {
  kind: 'struct',
  fields: {
    value: { kind: 'map', of: string },
    list: { kind: 'map', of: { kind: 'list', of: string } },
  },
}

/** Reads the selector of a binding rule ('' for all logins); throws FilterError. */
export function compileSelector(text: string): Filter {
  try {
    return compileFilter(text, identitySchema)
  } catch (err) {
    if (err instanceof FilterError && err.message.startsWith(CREATE_PREFIX)) {
      throw new FilterError(err.message.slice(CREATE_PREFIX.length))
    }
    throw err
  }
}
