import { decodeWeakly } from '../go/mapstructure/decode.ts'
import { equal, isObject } from '../lib/equal.ts'
import type { ConfigEntry } from '../model/rows.ts'
import { parseRules } from './acl/parse-rules.ts'
import { unknownKind } from './config-entries/decode.ts'
import { kindNamed } from './config-entries/index.ts'
import { checkTemplate } from './query-template.ts'
import type { Rows, TableName } from './schema.ts'
import { errorText } from '../lib/error-text.ts'

type Rules = { readonly [T in TableName]?: (row: Rows[T]) => void }

/** What is parsed or taken apart again each time it is used. Each throws for what could not be. */
const RULES: Rules = {
  queries: checkTemplate,
  aclPolicies: ({ Rules }) => void parseRules(Rules),
  configEntries: checkEntry,
}

/** What in a row would make code that uses it fail, in words. The shape of its members is looked at before. */
export function contentProblem<T extends TableName>(table: T, row: Rows[T]): string | undefined {
  const check = RULES[table] as ((row: Rows[T]) => void) | undefined
  if (!check) return undefined
  try {
    check(row)
    return undefined
  } catch (error) {
    return errorText(error)
  }
}

/** An entry is what its kind reads without a change, or what uses it finds other types. */
function checkEntry(row: ConfigEntry): void {
  const kind = kindNamed(row.Kind)
  if (!kind) throw new Error(unknownKind(row.Kind))
  const { type = kind.type, normalize = kind.normalize } = kind.stored ?? {}
  const fields = normalize(decodeWeakly(type, row).value)
  const differs = ([name, member]: [string, unknown]): boolean => !LOG.has(name) && !alike(row[name], member)
  const wrong = Object.entries(fields).find(differs)
  if (wrong) throw new Error(`${wrong[0]} of the ${row.Kind} ${row.Name} is of another kind`)
}

const LOG: ReadonlySet<string> = new Set(['Hash', 'CreateIndex', 'ModifyIndex', 'Status'])

/** Whether two values are the same but for what is empty, which is kept in several forms. */
function alike(a: unknown, b: unknown): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => alike(item, b[i]))
  if (!isObject(a) || !isObject(b)) return equal(a, b)
  return Object.keys({ ...a, ...b }).every(name => alike(a[name], b[name]))
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
