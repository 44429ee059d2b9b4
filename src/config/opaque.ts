import { Blocks } from '../go/hcl/blocks.ts'
import { isObject } from '../lib/equal.ts'

/**
 * A value whose keys are not known: a list of one thing stands for that thing, as blocks of HCL are written, and
 * whole numbers become numbers. Consul does not look into objects that stand for themselves, hence neither do we.
 */
export function opaqueValue(value: unknown): unknown {
  if (!Array.isArray(value)) return plainNumbers(value)
  if (value.length === 1) return insideOf(value[0] as unknown)
  return value instanceof Blocks ? [...value].map(insideOf) : plainNumbers(value)
}

function insideOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(insideOf)
  return isObject(value) ? mapMembers(value, opaqueValue) : plainNumbers(value)
}

/** Whole numbers as numbers, at any depth, but for those that would not be exact. */
function plainNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (Array.isArray(value)) return [...(value as unknown[])].map(plainNumbers)
  return isObject(value) ? mapMembers(value, plainNumbers) : value
}

const mapMembers = (object: object, change: (value: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(object).map(([name, member]) => [name, change(member)]))
