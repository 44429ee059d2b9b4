import { equal } from '../lib/equal.ts'
import type { ConfigEntry } from '../model/rows.ts'
import { parseRules } from './acl/parse-rules.ts'
import { decodeEntry } from './config-entries/decode.ts'
import { checkTemplate } from './query-template.ts'
import type { Rows, TableName } from './schema.ts'

type Rules = { readonly [T in TableName]?: (row: Rows[T]) => void }

/** What is parsed or taken apart again each time it is used. Each throws for what could not be. */
const RULES: Rules = {
  queries: checkTemplate,
  aclPolicies: ({ Rules }) => void parseRules(Rules),
  configEntries: checkEntry,
}

/** What in a row would make who uses it fail, in words. The shape of its members is looked at before. */
export function contentProblem<T extends TableName>(table: T, row: Rows[T]): string | undefined {
  const check = RULES[table] as ((row: Rows[T]) => void) | undefined
  if (!check) return undefined
  try {
    check(row)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** An entry is as its kind is decoded, or what reads it finds other types. */
function checkEntry(row: ConfigEntry): void {
  const { fields } = decodeEntry(row)
  const given = row as Readonly<Record<string, unknown>>
  const wrong = Object.entries(fields).find(([name, value]) => !LOG.has(name) && !equal(given[name], value))
  if (wrong) throw new Error(`${wrong[0]} of the ${row.Kind} ${row.Name} is of another kind`)
}

const LOG: ReadonlySet<string> = new Set(['Hash', 'CreateIndex', 'ModifyIndex'])
