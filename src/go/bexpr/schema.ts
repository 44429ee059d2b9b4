import { quoteGo } from '../quote.ts'
import type { Operator } from './ast.ts'
import { FilterError } from './error.ts'

/** One plain value; `bits` bounds what an integer can be compared with (64 when left out). */
export interface Scalar {
  readonly kind: 'string' | 'bool' | 'int' | 'uint' | 'float'
  readonly bits?: number
}

/** What a row looks like, as data. What a row lacks counts as empty, zero or false. */
export type Schema =
  | Scalar
  | { readonly kind: 'list'; readonly of: Schema }
  | { readonly kind: 'map'; readonly of: Schema }
  | { readonly kind: 'struct'; readonly fields: Readonly<Record<string, Schema>> }

/** One step from a row to the selected field: into a field, to the entry of a key, or through each item of a list. */
export type Step =
  { readonly kind: 'field' | 'key'; readonly name: string } | { readonly kind: 'each'; readonly name?: undefined }

const EQUALITY: readonly Operator[] = ['Equal', 'Not Equal']
const EMPTINESS: readonly Operator[] = ['Is Empty', 'Is Not Empty']
const CONTAINMENT: readonly Operator[] = ['In', 'Not In']
const TEXT: readonly Operator[] = [...EQUALITY, ...CONTAINMENT, 'Matches', 'Not Matches']

const OPERATORS: Readonly<Record<Schema['kind'], ReadonlySet<Operator>>> = {
  string: new Set(TEXT),
  bool: new Set(EQUALITY),
  int: new Set(EQUALITY),
  uint: new Set(EQUALITY),
  float: new Set(EQUALITY),
  list: new Set([...CONTAINMENT, ...EMPTINESS]),
  map: new Set([...CONTAINMENT, ...EMPTINESS]),
  struct: new Set(),
}

/** Whether a schema is a plain value. */
export const isScalar = (schema: Schema): schema is Scalar =>
  schema.kind !== 'list' && schema.kind !== 'map' && schema.kind !== 'struct'

/** Finds what a selector means, or says from which name on it means nothing. */
export function resolve(root: Schema, selector: readonly string[]): { steps: readonly Step[]; schema: Schema } {
  const steps: Step[] = []
  let schema = root
  for (const [i, name] of selector.entries()) {
    while (schema.kind === 'list') {
      steps.push({ kind: 'each' })
      schema = schema.of
    }
    const inside = schema.kind === 'map' ? schema.of : fieldOf(schema, name)
    if (!inside) throw new FilterError(`Selector ${quoteGo(selector.slice(0, i + 1).join('.'))} is not valid`)
    steps.push({ kind: schema.kind === 'map' ? 'key' : 'field', name })
    schema = inside
  }
  return { steps, schema }
}

function fieldOf(schema: Schema, name: string): Schema | undefined {
  return schema.kind === 'struct' && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined
}

/** Refuses an operator that the selected kind of value does not know. */
export function checkOperator(schema: Schema, operator: Operator, selector: readonly string[]): void {
  const onItems = CONTAINMENT.includes(operator) && schema.kind === 'list' && !isScalar(schema.of)
  if (OPERATORS[schema.kind].has(operator) && !onItems) return
  throw new FilterError(`Invalid match operator "${operator}" for selector ${quoteGo(selector.join('.'))}`)
}
